"""Packs: the requirements of one source, as data; read, checked for shape, and asked by day."""

import hashlib
import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from readiness.foundation.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "packs"
LARGEST_PACK = 1_000_000
"""Bytes; a pack is text that a person reads."""

LOW_HAZARD = "low"
"""How a site's hazard is written where grave injuries are unlikely, as in offices."""

Slug = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Applies(_Part):
    """Which sites a clause is about. All that are named must hold; nothing named: every site."""

    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    hazard: tuple[str, ...] = ()
    open_to_public: StrictBool | None = None
    headcount_from: int | None = Field(default=None, ge=0, strict=True)
    headcount_to: int | None = Field(default=None, ge=0, strict=True)
    no_care_within: int | None = Field(default=None, ge=0, strict=True)
    """Where care that treats all who are hurt is no more than so many minutes away, nothing is asked."""
    no_care_within_low_hazard: int | None = Field(default=None, ge=0, strict=True)
    """The same of sites of the hazard 'low'."""

    @model_validator(mode="after")
    def _low_hazard_is_an_exception(self) -> "Applies":
        if self.no_care_within is None and self.no_care_within_low_hazard is not None:
            raise ValueError("no_care_within_low_hazard: needs no_care_within beside it")
        return self

    def care_is_near_within(self, hazard: str) -> int | None:
        """So many minutes away care is still near a site of a hazard; None: it makes no difference."""
        is_low = hazard.casefold() == LOW_HAZARD and self.no_care_within_low_hazard is not None
        return self.no_care_within_low_hazard if is_low else self.no_care_within


class Terms(BaseModel):
    """The numbers of a clause, in force from a day until the next terms; `own` are the check's."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    from_on: date = Field(alias="from")
    repealed: StrictBool = False

    @property
    def own(self) -> dict[str, Any]:
        """What the check itself reads."""
        return dict(self.model_extra or {})


class Example(BaseModel):
    """A worked example: facts, a day, and the status that must come out. It is the clause's test."""

    model_config = ConfigDict(frozen=True, extra="allow")

    title: str
    as_of: date
    expect: Literal["met", "due", "gap", "not_applicable", "cannot_tell"]

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Clause(_Part):
    """One thing that is asked."""

    id: str = Slug
    title: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    source_url: str = ""
    verified_on: date | None = None
    verified: StrictBool = True
    owner: str = ""
    check: str
    severity: Literal["high", "medium", "low"]
    remedy: str = ""
    note: str = ""
    applies: Applies = Applies()
    terms: tuple[Terms, ...] = Field(min_length=1)
    example: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _days_run_forward(self) -> "Clause":
        days = [terms.from_on for terms in self.terms]
        if sorted(set(days)) != days:
            raise ValueError("terms: each 'from' must be later than the one before")
        return self

    def terms_on(self, day: date) -> Terms | None:
        """The terms in force on a day; None before the first and after a repeal."""
        in_force = None
        for terms in self.terms:
            if terms.from_on > day:
                break
            in_force = terms
        return None if in_force is None or in_force.repealed else in_force


class Pack(_Part):
    """The requirements of one source."""

    id: str = Slug
    title: str = Field(min_length=1)
    source: str = Field(min_length=1)
    source_url: str = ""
    verified_on: date | None = None
    jurisdiction: str = Field(default="", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,10})?)?$")
    is_law: StrictBool = False
    note: str = ""
    clause: tuple[Clause, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _clauses_differ(self) -> "Pack":
        ids = [clause.id for clause in self.clause]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"clause: the id {', '.join(twice)} is used twice")
        return self

    @property
    def content(self) -> dict[str, Any]:
        """The pack as plain values, as it is kept when it is adopted."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @property
    def sha256(self) -> str:
        text = json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read_pack(path: Path) -> Pack:
    """Read one pack and check its shape; raises ConfigurationError naming the file and every key at fault."""
    try:
        if path.stat().st_size > LARGEST_PACK:
            raise ConfigurationError(f"{path.name}: a pack is text of at most 1 MB; this is no pack.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}") from error
    return pack_from_text(text, path.name)


def pack_from_text(text: str, name: str) -> Pack:
    """A pack from the text of its file, whose `name` errors give; raises ConfigurationError with every fault."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{name} cannot be read: {error}") from error
    return pack_from(content, name)


def pack_from(content: dict[str, Any], name: str) -> Pack:
    """A pack from plain values; `name` says in errors where they came from."""
    try:
        return Pack.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError(
            [f"{name}, {_key(fault['loc'])}{key_sentence(fault)}" for fault in _own_faults(error)]
        ) from error


def _own_faults(error: ValidationError) -> list[Any]:
    """The faults, without lists that are called too short because their parts are at fault."""
    places = [fault["loc"] for fault in error.errors()]
    return [
        fault
        for fault in error.errors()
        if fault["type"] != "too_short"
        or not any(place[: len(fault["loc"])] == fault["loc"] != place for place in places)
    ]


def _key(place: tuple[int | str, ...]) -> str:
    """The place of a fault as a person writes it: clause[1].terms[1].from, counted from one."""
    parts = ""
    for part in place:
        parts += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return f"{parts.lstrip('.')}: " if parts else ""


_TO_WRITE = {
    "missing": "this key is needed.",
    "extra_forbidden": "there is no such key. Is it misspelt?",
    "int_type": "write a whole number, without quotes.",
    "bool_type": "write true or false, without quotes.",
    "string_type": "write a text in quotes.",
    "string_too_short": "is empty.",
    "too_short": "is empty.",
    "tuple_type": 'write a list, such as ["US"].',
}


def key_sentence(fault: Any) -> str:
    """What is wrong with the value of a key, and what to write, from a fault of pydantic's."""
    kind, given = fault["type"], fault["input"]
    if kind in _TO_WRITE:
        return _TO_WRITE[kind]
    if kind == "value_error":
        return f"{fault['ctx']['error']}."
    if kind == "string_pattern_mismatch":
        return f"'{given}' {_PATTERNS[fault['loc'][-1]]}"
    if kind.startswith("date"):
        return f"'{given}' is no day. Write it as 2026-06-30, without quotes."
    if kind == "literal_error":
        return f"'{given}' is none of {fault['ctx']['expected']}."
    return f"{fault['msg']} (it is {given!r})."


_PATTERNS = {
    "id": "is no id. Use letters, digits, dots, dashes and underscores, without blanks.",
    "jurisdiction": "is no jurisdiction. Write a country, such as US, or its region as well, such as US-CA.",
}


@cache
def shipped_packs(folder: Path = SHIPPED) -> dict[str, Pack]:
    """Every pack in a folder, by id; raises ConfigurationError naming all faults of all files."""
    packs: dict[str, Pack] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            pack = read_pack(path)
        except ConfigurationError as error:
            faults += error.problems
            continue
        if pack.id != path.stem:
            faults.append(f"{path.name}, id: must be '{path.stem}', as the file is named.")
        packs[pack.id] = pack
    if faults:
        raise ConfigurationError(faults)
    return packs
