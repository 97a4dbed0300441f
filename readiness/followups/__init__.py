"""What becomes of a gap: who sees to it until when, what was said of it, and whom a missing fact is asked of."""
