"""Certificate kinds as shipped: what a qualification is and how long it lasts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness.foundation.errors import ConfigurationError
from readiness.foundation.remembering import Remembered

SHIPPED = Path(__file__).parent / "certificate_kinds.toml"

RenewalBase = Literal["completion", "previous_expiry", "fixed_date"]


class CertificateKind(BaseModel):
    """What a qualification is. Lengths are whole years or days; None: no end unless one is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    issuer: str = ""
    validity_years: int | None = Field(default=None, ge=1, le=50)
    renewal_days: int = Field(default=60, ge=0, le=3660)
    renewal_base: RenewalBase = "completion"
    fixed_renewal_date: str = Field(default="", pattern=r"^(\d\d-\d\d)?$")
    ends_with_month: bool = False
    minimum_days: int = Field(default=0, ge=0, le=3660)
    has_short_renewal: bool = False
    grace_days: int = Field(default=0, ge=0, le=3660)
    confirms_classes: bool = False
    covers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    verified_on: date | None = None
    verified: bool = False
    is_retired: bool = False


@dataclass(frozen=True)
class CertificateKinds:
    """All kinds, by code, in the order of their file; retired ones are among them, since the past names them."""

    by_code: Mapping[str, CertificateKind]

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> CertificateKind:
        return self.by_code[code]

    @cached_property
    def _by_name(self) -> dict[str, CertificateKind]:
        names: dict[str, CertificateKind] = {}
        for kind in self.by_code.values():
            for name in (kind.code, kind.title, *kind.aliases):
                names.setdefault(plain_name(name), kind)
        return names

    def find(self, name: str) -> CertificateKind | None:
        """The kind that a file means by this name: its code, its title, or one of its aliases."""
        return self._by_name.get(plain_name(name))

    def known(self, code: str) -> CertificateKind:
        """The kind of a code; one that is no longer known by its code alone, so that nothing stops for it."""
        return self.by_code.get(code) or CertificateKind(code=code, title=code)

    @property
    def offered(self) -> list[CertificateKind]:
        """Those that may be chosen for something new."""
        return [kind for kind in self.by_code.values() if not kind.is_retired]

    def counting_as(self, code: str) -> tuple[str, ...]:
        """The codes of the kinds that count as this one: itself, and those that cover it."""
        return self._counting[code]

    @cached_property
    def _counting(self) -> Remembered[str, tuple[str, ...]]:
        return Remembered(self._covering)

    def _covering(self, code: str) -> tuple[str, ...]:
        counting = {code}
        while True:
            more = {
                kind.code
                for kind in self.by_code.values()
                if kind.code not in counting and counting.intersection(kind.covers)
            }
            if not more:
                return tuple(sorted(counting))
            counting |= more

    def __hash__(self) -> int:
        return id(self)


def plain_name(name: str) -> str:
    """A kind's name as files are compared with it: whatever its case, hyphens and blanks."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def load_certificate_kinds(path: Path = SHIPPED) -> CertificateKinds:
    """Read and check a file of kinds; raises ConfigurationError naming the file and every key at fault."""
    try:
        blocks: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}") from error
    faults: list[str] = []
    kinds: dict[str, CertificateKind] = {}
    for code, block in blocks.items():
        try:
            kinds[code] = CertificateKind(code=code, **block)
        except (ValidationError, TypeError) as error:
            faults += _faults(path, code, error)
    for kind in kinds.values():
        faults += [
            f"{path.name}, {kind.code}.covers: '{covered}' is no kind in this file."
            for covered in kind.covers
            if covered not in blocks
        ]
    if faults:
        raise ConfigurationError(faults)
    return CertificateKinds(kinds)


def _faults(path: Path, code: str, error: Exception) -> list[str]:
    if not isinstance(error, ValidationError):
        return [f"{path.name}, {code}: is no block of keys and values."]
    return [
        f"{path.name}, {code}.{'.'.join(map(str, fault['loc']))}: {fault['msg']}." for fault in error.errors()
    ]
