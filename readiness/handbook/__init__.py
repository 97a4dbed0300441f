"""The handbook: protocols as finished pages, in an edition that never changes, served with no database."""
