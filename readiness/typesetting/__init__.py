"""Finished paper: a template and values become a tagged PDF, in a program apart."""
