"""Reading a table of a scenario file key by key, and keeping every fault that is met on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

MISSING = object()


@dataclass
class Reader:
    """One table of a file. What is asked for is known; every other key is a fault when `close` is called."""

    table: dict[str, Any]
    place: str
    faults: list[tuple[str, str]]
    asked: list[str] = field(default_factory=list)

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append((f"{self.place}.{key}" if self.place and key else self.place or key, sentence))

    def _get(self, key: str, *, needed: bool) -> Any:
        self.asked.append(key)
        if key not in self.table:
            if needed:
                self.fault(key, "this key is needed.")
            return MISSING
        return self.table[key]

    def text(self, key: str, *, needed: bool = True) -> str:
        """A text that says something; '' where it is missing."""
        value = self._get(key, needed=needed)
        if value is MISSING:
            return ""
        if not isinstance(value, str):
            self.fault(key, f"must be a text in quotes, not {value!r}.")
            return ""
        if needed and not value.strip():
            self.fault(key, "is empty. Write it.")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of a few words."""
        value = self.text(key)
        if value and value not in choices:
            self.fault(key, f"'{value}' is none of: {', '.join(choices)}.{did_you_mean(value, choices)}")
        return value

    def number(self, key: str) -> int:
        """A whole number above zero; 0 where it is missing."""
        value = self._get(key, needed=True)
        if value is MISSING:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.fault(key, f"must be a whole number above zero, not {value!r}.")
            return 0
        return value

    def flag(self, key: str, *, needed: bool = True) -> bool:
        """True or false."""
        value = self._get(key, needed=needed)
        if value is MISSING:
            return False
        if not isinstance(value, bool):
            self.fault(key, f"must be true or false, not {value!r}.")
            return False
        return value

    def day(self, key: str) -> None:
        """A day, written without quotes."""
        value = self._get(key, needed=True)
        if value is not MISSING and type(value) is not date:
            self.fault(key, f"must be a day without quotes, such as 2026-11-23, not {value!r}.")

    def texts(self, key: str, *, at_least: int = 1) -> list[str]:
        """A list of texts."""
        value = self._get(key, needed=True)
        if value is MISSING:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.fault(key, "must be a list of texts in quotes.")
            return []
        if len(value) < at_least:
            self.fault(key, f"has {len(value)} entries; at least {at_least} are needed.")
        return value

    def tables(self, key: str, *, needed: bool = True) -> "Iterator[Reader]":
        """The tables of a list: [[key]]; each is closed after it was read."""
        value = self._get(key, needed=needed)
        if value is MISSING:
            return
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            self.fault(key, f"must be tables, each under [[{key}]].")
            return
        for number, each in enumerate(value, 1):
            place = f"{self.place}.{key}" if self.place else key
            reader = Reader(each, f"{place}[{number}]", self.faults)
            yield reader
            reader.close()

    def one_table(self, key: str) -> "Iterator[Reader]":
        """A single table: [key]."""
        value = self._get(key, needed=True)
        if value is MISSING:
            return
        if not isinstance(value, dict):
            self.fault(key, f"must be a table under [{key}].")
            return
        reader = Reader(value, f"{self.place}.{key}" if self.place else key, self.faults)
        yield reader
        reader.close()

    def close(self) -> None:
        """Name the keys that nobody asked for."""
        for key in self.table:
            if key not in self.asked:
                self.fault(key, f"there is no such key.{did_you_mean(key, self.asked)}")


def did_you_mean(word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word, words, n=1)
    return f" Did you mean '{near[0]}'?" if near else ""
