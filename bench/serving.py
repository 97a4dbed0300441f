"""`python -m bench.serving`: the handbook over HTTP by the whole product, beside Flask and nginx.

'own' is what the product's own Flask answers at /healthz, in the same process; 'hello' a bare Flask in another.

Load comes from wrk, which has to be installed; so has nginx, or its line is left out. Rounds alternate; the median
counts. The 99th hundredth is the best round's: a shared machine takes the processor away for milliseconds.
"""

import argparse
import getpass
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import command, fresh
from bench.pages import serving

CLIENTS = (2, 32)
PAGE = "/protocols/panic"
SEARCH = "/search"
TYPED = "q=my+coworker+cannot+breathe+and+is+shaking"
GOALS = {
    (PAGE, 2): "MUST 3",
    (PAGE, 32): "MUST 3, STRETCH 5",
    (SEARCH, 2): "MUST 0.45",
    (SEARCH, 32): "",
}
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a round of load found: answers a second, and the slowest hundredth's first (milliseconds)."""

    rate: float
    p99: float


def load(url: str, clients: int, seconds: int, script: Path | None = None) -> Load:
    """Load on one address. Raises SystemExit where any answer failed."""
    words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br, gzip"]
    told = subprocess.run(
        [*words, *(["-s", str(script)] if script else []), url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{url} failed:\n{told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if not rate or not slow:
        raise SystemExit(f"wrk said nothing that is understood:\n{told}")
    return Load(float(rate[1]), float(slow[1]) * _SECONDS[slow[2]] * 1000)


@contextmanager
def nginx(port: int, folder: Path, page: bytes) -> Iterator[bool]:
    """nginx with the page as a file; gives whether there is one."""
    if not shutil.which("nginx"):
        yield False
        return
    (folder / "page.html").write_bytes(page)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"user {getpass.getuser()}; worker_processes 1; daemon off; pid {folder}/pid; "
        "error_log /dev/null; events {}\n"
        f"http {{ access_log off; default_type text/html; server {{ listen 127.0.0.1:{port}; root {folder}; "
        "location = /healthz { return 200; } } }\n"
    )
    running = subprocess.Popen(["nginx", "-c", str(settings)])
    try:
        yield True
    finally:
        running.terminate()
        running.wait(timeout=30)


def measure(folder: Path, port: int, rounds: int, seconds: int) -> None:
    url = f"sqlite:///{folder / 'ours.sqlite'}"
    fresh(url)
    settings = {"READINESS_DATABASE_URL": url, "READINESS_DATA_DIR": str(folder)}
    os.environ |= settings
    command(url, "init", "--sample")
    typed = folder / "typed.lua"
    typed.write_text(
        'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
        f'wrk.body = "{TYPED}"\n'
    )
    bare = ["-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "--port", str(port + 1)]
    static = folder / "static"
    static.mkdir()
    with (
        serving(["-m", "readiness", "serve", "--port", str(port)], port, **settings),
        serving([*bare, "bench.bare_flask:hello"], port + 1),
        nginx(port + 2, static, b"x" * 4600) if shutil.which("nginx") else nullcontext(False) as has_nginx,
    ):
        for path, script in ((PAGE, None), (SEARCH, typed)):
            for clients in CLIENTS:
                ours, own, floor, files = [], [], [], []
                for _round in range(rounds):
                    floor.append(load(f"http://127.0.0.1:{port + 1}/", clients, seconds))
                    own.append(load(f"http://127.0.0.1:{port}/healthz", clients, seconds))
                    ours.append(load(f"http://127.0.0.1:{port}{path}", clients, seconds, script))
                    if has_nginx and path == PAGE:
                        files.append(load(f"http://127.0.0.1:{port + 2}/page.html", clients, seconds))
                print(_told(path, clients, ours, own, floor, files), flush=True)


def _told(
    path: str, clients: int, ours: list[Load], own: list[Load], floor: list[Load], files: list[Load]
) -> str:
    rate, own_rate, hello_rate = (
        statistics.median(each.rate for each in loads) for loads in (ours, own, floor)
    )
    line = (
        f"{path:17} {clients:2} clients {rate:7,.0f}/s  {rate / own_rate:5.2f} x own ({own_rate:,.0f}/s) "
        f"{GOALS[path, clients]:18} {rate / hello_rate:5.2f} x hello ({hello_rate:,.0f}/s)  "
        f"p99 {min(each.p99 for each in ours):6.2f} ms"
    )
    if files:
        line += f"   {rate / statistics.median(each.rate for each in files):.2f} x nginx"
    return line


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--port", type=int, default=24320, help="This one and the next two are used.")
    chosen = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("This needs wrk. On Debian: apt-get install wrk nginx-light")
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        measure(Path(name), chosen.port, chosen.rounds, chosen.seconds)


if __name__ == "__main__":
    main()
