"""From records and findings to files: JSON lines, CSV, workbook, Parquet, plain text."""
