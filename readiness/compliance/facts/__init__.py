"""The facts that checks are held against, by set-based queries: as many for ten people as for a million."""
