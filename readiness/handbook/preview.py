"""What publishing would change: which protocols, which pages; and what keeps it from being published."""

import hashlib
from dataclasses import dataclass

from readiness.foundation.errors import ReadinessError
from readiness.handbook.actions import Press, proof
from readiness.handbook.gate import line_faults
from readiness.handbook.queries import current_about, page_tags
from readiness.handbook.rendering import render


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
    tags_before = page_tags(present.name) if present else {}
    try:
        made = proof(at)
        faults = line_faults(made.links(), at.watch())
        tags = {
            (page.path, page.language): hashlib.sha256(page.html.encode()).hexdigest()[:20]
            for page in render(made.content)
        }
    except ReadinessError as refused:
        return Preview((), (), refused.problems)
    now = {revision.slug: revision.number for revision in made.revisions}
    protocols = [
        ProtocolChange(slug, was.get(slug), now.get(slug))
        for slug in sorted(was.keys() | now.keys())
        if was.get(slug) != now.get(slug)
    ]
    pages = [
        PageChange(path, language, "new" if not before else "changed" if after else "gone")
        for path, language in sorted(tags_before.keys() | tags.keys())
        for before, after in [(tags_before.get((path, language)), tags.get((path, language)))]
        if before != after
    ]
    return Preview(tuple(protocols), tuple(pages), tuple(faults))
