"""What a year is planned with: sites, what each needs, how an exercise is held, what is planned. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.compliance.checks.counting_terms import Counted
from readiness.compliance.days.records import HeldExercise

ENOUGH = 1_000_000
"""So many take part in what is planned: whoever plans sees to it that enough do."""


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """How an exercise is held, as far as a rule may ask."""

    kind: str
    topic: str = ""
    shift: str = ""
    traits: tuple[str, ...] = ()
    is_announced: bool = True

    def on(self, day: date) -> HeldExercise:
        """The exercise that it will have been."""
        return HeldExercise(
            day, self.kind, self.topic, self.shift, self.is_announced, frozenset(self.traits), ENOUGH
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What a clause asks of a site: its key ('pack/clause'), its title, and which exercises count for it."""

    key: str
    title: str
    counted: Counted
    months_excluded: frozenset[int] = frozenset()

    @property
    def spacing(self) -> int:
        return self.counted.spacing_days or 1


@dataclass(frozen=True, slots=True)
class Need:
    """So many that count for a rule, from the first to the last of some days. `shift`: only on this one."""

    rule: Rule
    from_on: date
    until_on: date
    at_least: int
    shift: str | None = None

    def holds(self, held: HeldExercise) -> bool:
        if held.for_clause is not None and "/".join(held.for_clause) != self.rule.key:
            return False
        return (
            self.from_on <= held.held_on <= self.until_on
            and held.held_on.month not in self.rule.months_excluded
            and self.rule.counted.counts(held)
            and (self.shift is None or held.shift == self.shift)
        )

    def takes(self, form: Form) -> bool:
        """Whether an exercise of a form counts, on a day that fits."""
        return self.rule.counted.counts(form.on(self.from_on)) and self.shift in (None, form.shift)


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """An exercise of a form at a site on a day. `repeats`: it comes from a repeating drill, and stays where it is."""

    site: str
    day: date
    form: Form
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Quarterly:
    """Nobody at these sites is in more than so many exercises a quarter."""

    sites: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class Team:
    """Those who run exercises at some sites: on one day no more than so many at once."""

    name: str
    sites: frozenset[str]
    a_day: int


@dataclass(frozen=True, slots=True)
class SiteYear:
    """A site in the year that is planned: on which days it may be, what it needs, what is there already."""

    code: str
    days: tuple[date, ...]
    needs: tuple[Need, ...]
    forms: tuple[Form, ...]
    standing: Sequence[HeldExercise] = ()
    repeating: Sequence[PlannedDate] = ()
    closed: Mapping[date, str] = field(default_factory=dict)
    """Why it is not open on a day."""
    rules: tuple[Rule, ...] = ()
    """All that are asked, also those of which nothing falls due in these days."""
    open_shifts: tuple[tuple[str, frozenset[int]], ...] = ()
    """Shifts that the opening hours leave on some weekdays only (0: Monday); on any other shift, on all."""

    def is_open(self, shift: str, day: date) -> bool:
        """Whether the opening hours leave a shift on an open day."""
        return all(day.weekday() in weekdays for name, weekdays in self.open_shifts if name == shift)


@dataclass(frozen=True, slots=True)
class Year:
    """All that is to be planned: the sites, and what binds several of them."""

    sites: Sequence[SiteYear]
    teams: Sequence[Team] = ()
    quarterly: Sequence[Quarterly] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a site needs and does not get: how many are missing, and why."""

    site: str
    need: Need
    missing: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan of a year, with what it does not reach; the cost is what wishes it leaves open come to (`wishes`)."""

    dates: Sequence[PlannedDate]
    unmet: Sequence[Unmet]
    cost: int = 0


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3
