"""Exercises planned and held at sites."""
