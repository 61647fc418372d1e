"""From records to tables: columns, interval sums, groups."""
