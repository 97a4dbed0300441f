"""What the organisation has on record for a site: protocols, lines, services, plans, rota, languages. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.compliance.days.spells import Count, Spell, Spells
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_after

ALWAYS = Spell(FIRST_DAY, LAST_DAY)


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """An approved text of a protocol, in place on some days: until the next is approved, or it is retired.

    `lines`: by their codes, or 'crisis' and 'emergency' for those of the place. `reviewed`: signed that it still
    holds; `read_by_clinician`: on these days.
    """

    number: int
    title: str
    in_place: Spell
    languages: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    reviewed: Sequence[date] = ()
    read_by_clinician: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line, and since when it is verified: by each reading of its source, until its numbers were changed.

    `is_first`: it is the crisis line that every page of its country carries.
    """

    code: str
    name: str
    kind: str
    country: str
    verified: Sequence[Spell] = ()
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service of the directory, and the days on which somebody made sure of it. `is_near`: in the site's region."""

    is_near: bool
    verified: Sequence[date]


@dataclass(frozen=True, slots=True)
class CoverSpell:
    """A plan of insurance or employee assistance that holds at the site."""

    kind: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class ElementSpell:
    """Where an element of a plan is covered; for a protocol or a part of the site's card while that is there."""

    plan: str
    element: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class RotaShift:
    """Someone's shift on a weekday (0: Monday); `free`: the days on which they work and are not away."""

    weekday: int
    from_minute: int
    until_minute: int
    days: Spell
    free: Spells
    holding: Mapping[str, Spells] = field(default_factory=dict)

    def counts_on(self, day: date, certificate: str) -> bool:
        """Whether someone is there, and may help: holds the certificate, where one is asked for."""
        is_free = any(spell.holds(day) for spell in self.free)
        holds = not certificate or any(spell.holds(day) for spell in self.holding.get(certificate, ()))
        return is_free and holds

    def bounds(self) -> Iterator[date]:
        """The days on which anything of it begins or is over."""
        yield from days_of(self.days)
        for spell in (*self.free, *(each for spells in self.holding.values() for each in spells)):
            yield from days_of(spell)


@dataclass(slots=True)
class Spoken:
    """How many at a site speak which language from day to day, and how many of them hold what is asked.

    '' stands for those of whom no language is known. `stated`: the languages that the site itself is recorded with.
    """

    heads: Count = field(default_factory=Count)
    by_language: dict[str, Count] = field(default_factory=dict)
    holders: dict[tuple[str, str], Count] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()

    def add(self, languages: Sequence[str], present: Spells, holding: Mapping[str, Spells]) -> None:
        """Count someone's days; `holding`: the days on which they are there and hold each kind."""
        self.heads.add(present)
        for language in languages or ("",):
            self.by_language.setdefault(language, Count()).add(present)
            for kind, spells in holding.items():
                self.holders.setdefault((kind, language), Count()).add(spells)

    def speakers(self, language: str, day: date) -> int:
        return self.by_language[language].on(day) if language in self.by_language else 0

    def holding(self, kind: str, language: str, day: date) -> int:
        return self.holders[kind, language].on(day) if (kind, language) in self.holders else 0

    def spoken_by(self, percent: int, day: date) -> tuple[list[str], bool]:
        """The languages that such a share surely speaks, and whether there may be others.

        Where those of whom nothing is known might tip the balance, what the site is recorded with is taken.
        """
        heads, unknown = self.heads.on(day), self.speakers("", day)
        sure = {
            language
            for language in self.by_language
            if language and (share := self.speakers(language, day)) and share * 100 >= percent * heads
        }
        if not any(
            self._may_reach(language, unknown, percent * heads, day) for language in self._not_in(sure)
        ):
            return sorted(sure), False
        return sorted(sure | self.stated), not self.stated

    def _not_in(self, sure: set[str]) -> list[str]:
        return [language for language in ("", *self.by_language) if language not in sure]

    def _may_reach(self, language: str, unknown: int, needed: int, day: date) -> bool:
        known = self.speakers(language, day) if language else 0
        return unknown > 0 and (known + unknown) * 100 >= needed

    def change_days(self) -> Iterator[date]:
        for count in (self.heads, *self.by_language.values(), *self.holders.values()):
            yield from count.change_days(ALWAYS)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """All that is on record for one site, over all days. What is the same for every site is shared."""

    country: str = ""
    region: str = ""
    protocols: Mapping[str, Sequence[ProtocolText]] = field(default_factory=dict)
    lines: Mapping[str, KnownLine] = field(default_factory=dict)
    services: Sequence[KnownService] = ()
    covers: Sequence[CoverSpell] = ()
    elements: Sequence[ElementSpell] = ()
    policies: Mapping[str, Sequence[date]] = field(default_factory=dict)
    """By the policy's name in small letters: the days on which it was reviewed."""
    kept_years: Mapping[str, Sequence[tuple[date, int | None]]] = field(default_factory=dict)
    """By the kind of record: from which day on it is kept for how many years; None: for ever."""
    rota: Sequence[RotaShift] = ()
    spoken: Spoken = field(default_factory=Spoken)
    titles: Mapping[str, str] = field(default_factory=dict)
    """What protocols are called, by their slugs: those too of which no text was ever approved."""

    def text_on(self, slug: str, day: date) -> ProtocolText | None:
        """The text of a protocol that is in place on a day."""
        return next((each for each in self.protocols.get(slug, ()) if each.in_place.holds(day)), None)

    def in_place(self, day: date) -> list[str]:
        """The protocols that are in place on a day."""
        return [slug for slug in self.protocols if self.text_on(slug, day)]

    def title_of(self, slug: str) -> str:
        """What a protocol is called; its address where nobody ever wrote one."""
        texts = self.protocols.get(slug, ())
        return texts[-1].title if texts else self.titles.get(slug, slug)

    def protocol_days(self) -> Iterator[date]:
        """The days on which a text comes to be in place, or is so no more."""
        for texts in self.protocols.values():
            for each in texts:
                yield from days_of(each.in_place)


def days_of(spell: Spell) -> Iterator[date]:
    """The first day of a spell, and the day after its last."""
    yield spell.from_on
    if spell.until_on != LAST_DAY:
        yield day_after(spell.until_on)


NOTHING_ON_RECORD = OnRecord()
