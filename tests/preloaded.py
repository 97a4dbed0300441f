"""The modules that a command or a server reads before it does anything (see processes.py)."""

from importlib import import_module

import pytest  # the main module of whoever runs the tests is read in every process that is forked

import readiness.app
from readiness.cli import COMMANDS
from readiness.foundation import migrating

for place in COMMANDS.values():
    import_module(f"readiness.cli.{place.partition(':')[0]}")

PRELOADED = (pytest, readiness.app, migrating)
