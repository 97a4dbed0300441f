"""A question, and what is found of it: one finding after the other, or counted."""
