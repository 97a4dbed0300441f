"""Whom to call where no handbook stands: the numbers of where one is, and no other's before them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from readiness.handbook.numbers import call_link, shown
from readiness.standards.crisis_lines import CrisisLine, load_crisis_lines
from readiness.standards.protocols import LANGUAGES


class Call(NamedTuple):
    """A number as shown and as dialled, whose it is, and whether it is the emergency number of where one is."""

    number: str
    href: str
    name: str
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one may be: at `home`, or in a country of sites. `home` is '' where nobody has said, and no site tells.

    `countries`: those of sites, the likeliest first; none: it may be any. `lines`: what holds here, by code.
    """

    home: str = ""
    countries: tuple[str, ...] = ()
    lines: Mapping[str, CrisisLine] = field(default_factory=load_crisis_lines)


def whereabouts(
    home: str, assumed: str, sites: Mapping[str, bool], lines: Mapping[str, CrisisLine]
) -> Whereabouts:
    """Where one may be, by what is known.

    `home`: the country that somebody said; '' where nobody did, and it is only `assumed`. `sites`: the countries of
    sites, each with whether it was said of every site there. What is assumed marks no number as the one to call.
    """
    if home:
        return Whereabouts(home, tuple(sorted({*sites})), lines)
    if sites and all(sites.values()):
        likeliest_first = tuple(sorted(sites, key=lambda country: (country != assumed, country)))
        return Whereabouts(likeliest_first[0] if len(sites) == 1 else "", likeliest_first, lines)
    every = {line.country for line in lines.values()}
    return Whereabouts("", tuple(sorted(every, key=lambda country: (country != assumed, country))), lines)


def anywhere() -> Whereabouts:
    """Where nothing is known of it: any country, by the lines that are shipped."""
    return whereabouts("", "", {}, load_crisis_lines())


def whom_to_call(where: Whereabouts, language: str) -> list[Call]:
    """The lines of home: its emergency number, its crisis line; then the same of other countries with sites.

    Where home is not known, the emergency numbers of all come first, and none is marked before the others.
    """
    if where.home:
        others = [country for country in where.countries if country != where.home]
        order = [line for country in (where.home, *others) for line in _of(country, where, language)]
    else:
        found = [line for country in where.countries for line in _of(country, where, language)]
        order = sorted(found, key=lambda line: line.kind != "emergency")
    return [
        Call(
            shown(line.call),
            call_link(line.call),
            f"{line.name} ({line.country})",
            line.kind == "emergency" and line.country == where.home,
        )
        for line in order
    ]


def _of(country: str, where: Whereabouts, language: str) -> list[CrisisLine]:
    """A country's emergency number, then the crisis line that every page carries, in the language if there is one."""
    own = [line for line in where.lines.values() if line.country == country and line.verified and line.call]
    emergency = [line for line in own if line.kind == "emergency"]
    return [*emergency, *_first_for(language, [line for line in own if line.first_for])]


def _first_for(language: str, lines: Iterable[CrisisLine]) -> list[CrisisLine]:
    """The line for a language, else the one for the first language, else any."""
    ranked = sorted(
        lines, key=lambda line: (language not in line.first_for, LANGUAGES[0] not in line.first_for)
    )
    return ranked[:1]
