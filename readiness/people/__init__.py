"""Staff, sites and departments, by date, and their files."""
