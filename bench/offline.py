"""`python -m bench.offline`: the handbook on a phone with no network: a reload, and the first search, to first paint.

The phone opened one page; then the server is ended. Before each measurement the browser ends the worker, so that it
begins cold, as it does on a phone that was in a pocket. The browser's own throttle reaches pages and not workers, so
its renderer processes are stopped three quarters of the time: a processor a quarter as fast, for both.
"""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.handbook import shipped
from readiness.handbook.edition import build, switch

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-headless-shell")
RUNS, RESTS = 0.002, 0.006
"""Seconds that a renderer runs, and is stopped: a quarter of the time."""
READY = """async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated" """
PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
TYPED = "my coworker cant breathe and her heart is racing"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.offline", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "handbook"
        switch(folder, build(shipped(), folder).path.name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 360, "height": 760}).new_page()
        with _served(Path(name)) as address:
            page.goto(f"{address}/")
            while not page.evaluate(READY):
                page.wait_for_timeout(100)
        whole = browser.new_browser_cdp_session()
        for speed in (1, 4):
            with _slowed(whole, speed):
                reload = [_reload(page, f"{address}/protocols/panic") for _round in range(rounds)]
                search = [_search(page, address) for _round in range(rounds)]
            print(f"processor / {speed}: reload {_told(reload)}, first search {_told(search)}", flush=True)
        browser.close()


def _told(taken: list[float]) -> str:
    return f"{statistics.median(taken):.0f} ms (at most {max(taken):.0f})"


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The service with nothing but the edition, at a free port, until the block ends."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    environment = {**os.environ, "READINESS_DATA_DIR": str(folder)}
    running = subprocess.Popen(
        [sys.executable, "-m", "readiness", "serve", "--port", str(port)],
        env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(timeout=30)


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the service did not start")


@contextmanager
def _slowed(browser: CDPSession, speed: int) -> Iterator[None]:
    """The browser's renderers, at a part of their speed."""
    processes = browser.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [int(each["id"]) for each in processes if each["type"] == "renderer"]
    ended = Event()
    slowing = Thread(target=_slow, args=(renderers, ended), daemon=True)
    if speed > 1:
        slowing.start()
    try:
        yield
    finally:
        ended.set()
        if speed > 1:
            slowing.join()


def _slow(processes: list[int], ended: Event) -> None:
    def send(what: signal.Signals) -> None:
        for process in processes:
            try:
                os.kill(process, what)
            except ProcessLookupError:
                continue  # the browser ended one that it needs no more

    while not ended.wait(RUNS):
        send(signal.SIGSTOP)
        time.sleep(RESTS)
        send(signal.SIGCONT)


def _end_workers(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()
    page.wait_for_timeout(300)


def _painted(page: Page) -> float:
    page.wait_for_function(PAINT)
    return float(page.evaluate(PAINT))


def _reload(page: Page, address: str) -> float:
    page.goto(address)
    _end_workers(page)
    page.reload()
    return _painted(page)


def _search(page: Page, address: str) -> float:
    page.goto(f"{address}/")
    page.get_by_role("textbox").fill(TYPED)
    _end_workers(page)
    page.get_by_role("textbox").press("Enter")
    page.wait_for_url("**/search")
    return _painted(page)


if __name__ == "__main__":
    main()
