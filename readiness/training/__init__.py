"""The way out: who is trained in which class, so that what is asked of each site holds on every day of the year."""
