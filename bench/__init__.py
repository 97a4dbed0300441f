"""Measurements beside hand-written floors, in the same run; only the ratios mean anything."""
