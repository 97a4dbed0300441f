"""Lists of findings, by what is kept and of any day."""
