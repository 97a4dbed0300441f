"""What is kept of a person: told to them, given to them, replaced by a pseudonym, removed when its time is over."""
