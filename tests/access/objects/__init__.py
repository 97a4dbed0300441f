"""What stands in the addresses that are tried, made by topic."""
