"""Requirements held against the facts: findings on any day, by any knowledge."""
