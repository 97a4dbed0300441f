"""What publishing would change: which protocols, which pages; and what keeps it from being published."""

from dataclasses import dataclass

from readiness.foundation.errors import ReadinessError
from readiness.handbook.actions import Press, proof
from readiness.handbook.edition import tags
from readiness.handbook.gate import line_faults
from readiness.handbook.queries import current_about, page_tags

COPY = ("", "")
"""The copy in phones, which has the pages of sites and of other countries too."""


@dataclass(frozen=True, slots=True)
class ProtocolChange:
    """A protocol whose revision becomes another; None: it is not in the handbook."""

    slug: str
    was: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that would be another: 'new', 'changed' or 'gone'."""

    path: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would change, or the faults that keep it from being published."""

    protocols: tuple[ProtocolChange, ...]
    pages: tuple[PageChange, ...]
    faults: tuple[str, ...]

    @property
    def changes_something(self) -> bool:
        return bool(self.protocols or self.pages)


def preview(at: Press) -> Preview:
    """What publishing now would change; nothing is written."""
    present = current_about()
    was = present.revisions if present else {}
    before = page_tags(present.name) if present else {}
    try:
        made = proof(at)
        faults = line_faults(made.links(), at.watch())
        after = tags(made.content)
    except ReadinessError as refused:
        return Preview((), (), refused.problems)
    now = {revision.slug: revision.number for revision in made.revisions}
    protocols = [
        ProtocolChange(slug, was.get(slug), now.get(slug))
        for slug in sorted(was.keys() | now.keys())
        if was.get(slug) != now.get(slug)
    ]
    changed = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
    pages = [PageChange(*key, _kind(before.get(key), after.get(key))) for key in changed if key != COPY]
    if changed == [COPY]:  # with every other change it is another too
        pages = [PageChange(*COPY, "changed")]
    return Preview(tuple(protocols), tuple(pages), tuple(faults))


def _kind(before: str | None, after: str | None) -> str:
    return "new" if before is None else "gone" if after is None else "changed"
