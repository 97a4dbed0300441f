"""The modules, and the shipped files, that a command or a server reads before it does anything (see processes.py)."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest  # the main module of whoever runs the tests is read in every process that is forked

import readiness.app
from readiness.cli import COMMANDS
from readiness.compliance.checks.packs import check_shipped_packs
from readiness.foundation import migrating
from readiness.foundation.zones import time_zones
from readiness.handbook.content import Content, in_order
from readiness.handbook.edition import build
from readiness.lines.queries import shipped_lines
from readiness.protocols.queries import shipped_protocols
from tests.costs import SMALL, cost
from tests.databases import MEMORY

for place in COMMANDS.values():
    import_module(f"readiness.cli.{place.partition(':')[0]}")
for shipped in (check_shipped_packs, shipped_lines, shipped_protocols, time_zones):
    shipped()
cost(*SMALL)
with TemporaryDirectory(dir=MEMORY) as folder:  # whoever publishes has learned and compressed what is shipped
    build(Content(in_order(shipped_protocols()), shipped_lines(), "US"), Path(folder))

PRELOADED = (pytest, readiness.app, migrating)
