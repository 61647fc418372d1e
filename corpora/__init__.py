"""What is read: articles, official totals and annotated articles, from files to plain objects."""
