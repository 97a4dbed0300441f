"""Beginning a protocol of one's own: it is written part by part, and a draft like every other once it is whole."""

import re
from collections.abc import Mapping
from typing import Any

from readiness.audit.actions import recording
from readiness.audit.events.handbook import ProtocolBegun, ProtocolDiscarded, ProtocolWritten
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.protocols.actions import as_seen
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import get_begun, known_slugs
from readiness.protocols.states import State
from readiness.standards.protocols import LANGUAGES, Protocol, ProtocolAbout, ProtocolText

ABOUT = "about"
PARTS = (ABOUT, *LANGUAGES)
"""What a protocol is written in: what holds in all languages, and the text in each."""
_SLUG = re.compile(r"[a-z]{3,20}")


def missing_parts(body: Mapping[str, Any]) -> list[str]:
    """The parts of a protocol that are not written yet, in their order."""
    return [part for part in PARTS if (part if part != ABOUT else "sources") not in body]


def called(revision: ProtocolRevision) -> str:
    """What a protocol is called on pages: its slug until it has a situation."""
    text = revision.body.get("en") or revision.body.get("es")
    return str(text["situation"] if text else revision.slug)


def begin(slug: str, actor: str) -> None:
    """Begin a protocol at an address that is free; raises InvalidInput, Conflict."""
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(_("slug: write one word of 3 to 20 small letters from a to z, with no accents."))
    with recording(actor) as opened:
        if slug in known_slugs():
            raise Conflict(_("slug: there is a protocol at this address already."))
        _keep(slug, 1, {}, State.BEGUN, actor)
        opened.note(ProtocolBegun(slug, number=1, parts=[]))


Part = ProtocolAbout | Mapping[str, ProtocolText]
"""What holds in all languages, or the text in one, by its language."""


def write_part(slug: str, seen: int, part: Part, actor: str) -> bool:
    """Keep a part; whether the protocol is whole now, and a draft.

    `seen`: the number of what was looked at; raises Conflict naming who wrote something since.
    """
    with recording(actor) as opened:
        latest = as_seen(get_begun(slug), seen)
        body = {**latest.body, **_as_kept(part)}
        number, missing = seen + 1, missing_parts(body)
        if missing:
            _keep(slug, number, body, State.BEGUN, actor)
            written = [each for each in PARTS if each not in missing]
            opened.note(ProtocolBegun(slug, number=number, parts=written))
        else:
            protocol = Protocol.model_validate({"slug": slug, **body})
            whole = protocol.model_dump(mode="json", exclude={"slug"})
            _keep(slug, number, whole, State.DRAFT, actor)
            opened.note(ProtocolWritten(slug, number=number, based_on=seen))
    return not missing


def _as_kept(part: Part) -> dict[str, Any]:
    if isinstance(part, ProtocolAbout):
        return part.model_dump(mode="json")
    return {language: text.model_dump(mode="json") for language, text in part.items()}


def _keep(slug: str, number: int, body: dict[str, Any], state: State, author: str) -> None:
    ProtocolRevision.create(
        slug=slug, number=number, state=state, body=body, author=author, written_at=clock.now()
    )


def discard(slug: str, actor: str) -> None:
    """Give up a protocol that is not whole yet; its address is free again."""
    with recording(actor) as opened:
        latest = get_begun(slug)
        ProtocolRevision.delete().where(ProtocolRevision.slug == slug).execute()
        opened.note(ProtocolDiscarded(slug, number=latest.number))
