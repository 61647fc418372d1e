"""From records to findings: which figures agree, which do not, and why."""
