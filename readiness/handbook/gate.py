"""What keeps an edition from being published, and what is wrong with the one that is: by its crisis lines. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from readiness.foundation.words import gettext as _
from readiness.foundation.words import join
from readiness.lines.standing import Watch
from readiness.resources.numbers import GoneBy
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import Protocol

Links = Mapping[str, Mapping[str, Collection[str]]]
"""By the slug of a protocol, and '' for the pages of all: the codes of the lines linked there, with their numbers."""


def links_of(linked: Mapping[str, Mapping[str, CrisisLine]]) -> dict[str, dict[str, list[str]]]:
    """The same of lines, as an edition keeps it."""
    return {
        slug: {code: list(line.numbers) for code, line in lines.items()} for slug, lines in linked.items()
    }


def line_faults(links: Links, watch: Watch, spared: Collection[str] = ()) -> list[str]:
    """Every line that must not be shown, why, what to do, and where it stands; but for the lines that are spared."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for slug, lines in links.items():
        for code, numbers in lines.items():
            problem = "" if code in spared else watch.problem(code, numbers)
            if problem:
                places[problem].append(slug or _("the first page"))
    return [
        _("%(problem)s It stands in: %(places)s.", problem=problem, places=join(found))
        for problem, found in places.items()
    ]


def number_faults(protocols: Mapping[str, Protocol], gone_by: GoneBy) -> list[str]:
    """Every protocol whose own words name a number that has been superseded, and what to write in its place."""
    told = ((slug, text) for slug, protocol in protocols.items() for text in _texts(protocol.model_dump()))
    faults = [
        _("%(slug)s names a number that has been superseded. Write: %(text)s", slug=slug, text=mended)
        for slug, text in told
        if (mended := gone_by.replaced(text)) != text
    ]
    return list(dict.fromkeys(faults))


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def faults_by_protocol(links: Links, watch: Watch) -> dict[str, list[str]]:
    """By slug, why lines that are shown there must not be."""
    found = {
        slug: [problem for code, numbers in lines.items() if (problem := watch.problem(code, numbers))]
        for slug, lines in links.items()
    }
    return {slug: problems for slug, problems in found.items() if problems}
