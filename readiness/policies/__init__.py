"""Plans whose elements are covered somewhere, and policies that are reviewed."""
