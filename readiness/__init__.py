"""Workplace crisis readiness: certificates, drills, the handbook and compliance, joined."""
