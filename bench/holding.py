"""What a worker holds: all that is in its memory, its share of what others hold too, and what is its own alone.

A worker is forked from its server and shares with it what neither changes; files that are mapped, such as the table of
the language model, are shared by every worker. What is its own is what one more worker costs.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import psutil

_LINE = re.compile(r"^(\w+): +(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Held:
    """MB of one process: resident (RSS), with shared pages divided by who shares them (PSS), and private (USS)."""

    resident: float
    share: float
    own: float

    @classmethod
    def by(cls, process: psutil.Process) -> "Held":
        """What a process holds now; Linux tells it."""
        told = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        sizes = {name: int(size) * 1024 / 1e6 for name, size in _LINE.findall(told)}
        return cls(sizes["Rss"], sizes["Pss"], sizes["Private_Clean"] + sizes["Private_Dirty"])

    def beside(self, floor: "Held") -> str:
        """In words, with how many times the floor's each is."""
        pairs = (
            (self.own, floor.own, "its own"),
            (self.share, floor.share, "with its share of what is shared"),
        )
        told = [f"{ours:.0f} MB {what} ({ours / theirs:.2f} x hello)" for ours, theirs, what in pairs]
        return f"{', '.join(told)}, {self.resident:.0f} MB resident ({self.resident / floor.resident:.2f} x hello)"


def worker_of(server: psutil.Process) -> Held:
    """What the worker holds: of the processes of a server, the one that holds most."""
    return max((Held.by(each) for each in processes(server)), key=lambda held: held.resident)


def processes(server: psutil.Process) -> list[psutil.Process]:
    """A server and all that it started."""
    return [server, *server.children(recursive=True)]


def all_of(server: psutil.Process) -> float:
    """MB of a server with its workers, whatever they share counted once."""
    return sum(Held.by(each).share for each in processes(server))
