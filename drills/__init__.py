"""The exercise library. Standard library only; values in, values out."""
