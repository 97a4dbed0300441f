"""Processes of their own that begin at once: forked from one in which the modules are read already.

A command of the service reads its modules for half a second and a server for three, before it does anything. Here
one process for each worker of the tests reads them, and forks whenever a command or a server is to begin: that has
its own environment, files and exit status, as if a terminal had begun it. What is about beginning and ending itself
begins anew (tests/roads/test_ending.py, tests/roads/test_beginning.py).
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Iterable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).parent.parent

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["tests.preloaded"])


def begin(
    module: str, words: Iterable[str], settings: Mapping[str, str], out: Path, err: Path
) -> BaseProcess:
    """Begin `python -m module words` in an environment; it writes to the end of two files, or of one."""
    process = _forking.Process(target=_become, args=(module, list(words), dict(settings), out, err))
    process.start()
    return process


def end(process: BaseProcess, seconds: float = 60) -> None:
    """Ask it to end, and see to it that it does."""
    process.terminate()
    process.join(seconds)
    is_late = process.exitcode is None
    if is_late:
        process.kill()
        process.join()
    assert not is_late, f"process {process.pid} did not end within {seconds} seconds of being asked to"


def _become(module: str, words: list[str], settings: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(settings)
    os.chdir(ROOT)
    for number, path in ((1, out), (2, err)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - it lasts as long as we do
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    multiprocessing.set_start_method("fork", force=True)  # a server's workers have the modules too
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)
