"""Protocols as this organisation keeps them: revisions, and who approved which."""
