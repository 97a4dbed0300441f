"""Backups: the whole of an installation as a folder that proves itself, and an empty place filled from one."""
