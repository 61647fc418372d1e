"""From mentions to records: who sent how many of whom, where and when."""
