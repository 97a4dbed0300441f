"""What every room stands on: clock, errors, words, the database, and facts with two times."""
