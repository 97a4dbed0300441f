"""Beginning: what greets an empty database, and what is still to be done after it."""
