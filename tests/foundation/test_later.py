"""What few answers need is loaded late, and what was loaded is left alone."""

import gc
import subprocess
import sys

import pytest

from readiness.foundation import later
from readiness.foundation.loading import loading
from tests.commands import ROOT

FEW_NEED = (
    "numpy",
    "highspy",
    "holidays",
    "icalendar",
    "segno",
    "tokenizers",
    "minisign",
    "cryptography",
    "PIL",
    "rustpy_xlsxwriter",
)
"""Libraries that hold much, or take long to load."""


def test_a_server_begins_without_what_few_answers_need() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, readiness.app, readiness.cli.serving; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "readiness.planning.program" in said  # which asks for two of them
    assert sorted(set(FEW_NEED) & set(said)) == []


@pytest.mark.parametrize("name", later.__all__)
def test_what_is_loaded_late_is_there_when_it_is_asked_for(name: str) -> None:
    assert getattr(later, name).__doc__ is not None or getattr(later, name).__file__


def test_garbage_is_looked_for_again_after_loading_whatever_became_of_it() -> None:
    frozen = gc.get_freeze_count()
    with pytest.raises(ZeroDivisionError), loading():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen
    gc.unfreeze()


_HELD = """
import ctypes, sys
from pathlib import Path
from readiness.accounts.passwords import hash_password
from readiness.foundation.loading import give_back_what_is_freed

def held():
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)

if sys.argv[1] == "given back":
    give_back_what_is_freed()
before = held()
for _ in range(4):
    hash_password("seven quiet herons wade")
print((held() - before) // 1024 if hasattr(ctypes.CDLL(None), "mallopt") else "")
"""


def test_what_a_password_took_is_given_back() -> None:
    left, kept = (
        subprocess.run(
            [sys.executable, "-c", _HELD, way], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        for way in ("given back", "kept")
    )
    if kept:  # other libraries of C give back as they like
        assert int(left) < 8
        assert int(kept) > 12  # or there would be nothing to do


@pytest.mark.parametrize(("begun_by", "has_loaded"), [("fork", "True"), ("spawn", "False")])
def test_a_server_loads_the_rooms_for_its_workers_where_they_share_its_memory(
    begun_by: str, has_loaded: str
) -> None:
    code = (
        "import multiprocessing, sys; from readiness.serving import load_for_all_workers; "
        f"multiprocessing.set_start_method('{begun_by}'); load_for_all_workers(); "
        "print('readiness.app' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == has_loaded
