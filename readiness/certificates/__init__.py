"""Certificate kinds, certificates, when they count, and their files."""
