"""Incidents: what really happened, safe to share or sealed; who is looked after; what counts as an exercise."""
