"""What stays missing with a plan, on which days, of how many, and why. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from readiness.compliance.days.spells import Spell
from readiness.training.reasons import LATE, UNTIL, Reason, Reasons
from readiness.training.shapes import Demand


@dataclass(frozen=True, slots=True)
class Lack:
    """A requirement that stays short on some days, by so many at once; or of so many people there."""

    site: str
    pack: str
    clause: str
    certificate: str
    of_people: bool
    why: str
    first_on: date
    last_on: date
    missing: int
    days: int
    class_on: date | None = None
    about: Sequence[str] = ()
    """The shifts or languages of which somebody is missing, as they are kept."""
    free: int = 0
    """So many seats are free all the same in classes that somebody there could go to."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Of those in `about`, the languages: shifts are kept with strokes between their numbers."""
        return tuple(each for each in self.about if "/" not in each)

    def kept(self) -> dict[str, Any]:
        """As it is kept."""
        days = {name: str(getattr(self, name) or "") for name in ("first_on", "last_on", "class_on")}
        return {**asdict(self), **days}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Lack":
        days = {name: date.fromisoformat(kept[name]) for name in ("first_on", "last_on")}
        class_on = date.fromisoformat(kept["class_on"]) if kept["class_on"] else None
        return cls(**{**kept, **days, "class_on": class_on, "about": tuple(kept.get("about", ()))})


@dataclass(frozen=True, slots=True)
class _Piece:
    """Days on end on which so many are missing for one reason."""

    demand: Demand
    days: Spell
    missing: int
    reason: Reason


def lacks_of(rest: Sequence[Demand], reasons: Reasons) -> list[Lack]:
    """What stays missing, by requirement and reason, the most days first."""
    found: dict[tuple[str, ...], list[_Piece]] = defaultdict(list)
    for demand in rest:
        for days, missing in _pieces(demand):
            piece = _Piece(demand, days, missing, reasons.of(demand, days))
            found[(*demand.asked[:3], demand.certificate, piece.reason.why)].append(piece)
    lacks = [_together(pieces, reasons) for pieces in found.values()]
    return sorted(lacks, key=lambda lack: (-lack.days, lack.site, lack.clause))


def _pieces(demand: Demand) -> Iterator[tuple[Spell, int]]:
    """Days on end on which so many are missing, one after the other: whoever comes on some day closes one of them.

    Where two are missing until the 10th and one until the 20th, that is one until the 20th, and one until the 10th.
    """
    for below, level in pairwise([0, *sorted({run.missing for run in demand.runs})]):
        days: Spell | None = None
        for run in demand.runs:
            if run.missing < level:
                continue
            if days and run.days.from_on <= days.until_on + timedelta(days=demand.step):
                days = Spell(days.from_on, run.days.until_on)
                continue
            if days:
                yield days, level - below
            days = run.days
        if days:
            yield days, level - below


def _together(pieces: Sequence[_Piece], reasons: Reasons) -> Lack:
    """What is missing of a requirement for one reason; of people of a site, how many they are."""
    first = pieces[0].demand
    site, pack, clause, staff_number = first.asked
    why = pieces[0].reason.why
    numbers = frozenset().union(*(piece.reason.free_in for piece in pieces))
    return Lack(
        site, pack, clause, first.certificate, bool(staff_number), why,
        min(piece.days.from_on for piece in pieces), max(piece.days.until_on for piece in pieces),
        len({piece.demand.asked for piece in pieces}) if staff_number else _at_once(pieces),
        sum(piece.demand.days_in(piece.days) * piece.missing for piece in pieces),
        _class_on(why, [piece.reason.class_on for piece in pieces if piece.reason.class_on]),
        sorted({piece.demand.about for piece in pieces} - {""}),
        sum(map(reasons.free, numbers)),
    )  # fmt: skip


def _class_on(why: str, days: Sequence[date]) -> date | None:
    """The first class there is; of those on which one counts, the one after which none of it is missing any more."""
    if not days:
        return None
    return {LATE: min, UNTIL: max}[why](days)


def _at_once(pieces: Sequence[_Piece]) -> int:
    """The most who are missing on one day, of one shift or language."""
    by_demand: dict[tuple[object, ...], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        by_demand[piece.demand.key].append(piece)
    return max(
        sum(other.missing for other in of_one if other.days.holds(piece.days.from_on))
        for of_one in by_demand.values()
        for piece in of_one
    )
