"""Messages owed to someone: the outbox."""
