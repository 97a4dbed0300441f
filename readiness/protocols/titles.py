"""What protocols are called, in the language that is spoken: nobody is shown the last part of an address."""

from datetime import datetime

from readiness.foundation.database import select
from readiness.foundation.words import language
from readiness.protocols.queries import shipped_protocols
from readiness.standards.protocols import LANGUAGES


def spoken() -> str:
    """Of the languages in which protocols are written the one that is spoken; else English."""
    plain = language().partition("-")[0]
    return plain if plain in LANGUAGES else LANGUAGES[0]


def protocol_titles(at: datetime) -> dict[str, str]:
    """By slug, as it was known at an instant.

    By the text that was approved last; before one is as it is shipped, or as its first draft says. Later drafts may
    change with every word that is written, and nothing that is kept would follow them.
    """
    found = {slug: each.text(spoken()).situation for slug, each in shipped_protocols().items()}
    for slug, title, is_approved in select(
        f"SELECT r.slug, r.body -> '{spoken()}' ->> 'situation' AS title, "
        "coalesce(r.approved_at <= :instant, :no) AS is_approved FROM protocol_revision r "
        "WHERE r.written_at <= :instant ORDER BY r.slug, r.number",
        instant=at,
        no=False,
    ):
        if title and (is_approved or slug not in found):
            found[slug] = title
    return found
