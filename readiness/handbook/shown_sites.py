"""What the current edition shows of sites, held against what is known of them now.

An emergency number is not left to wait until somebody publishes: the timetable does it, with the same revisions.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from typing import Any

from readiness.foundation.words import gettext as _
from readiness.handbook import marks
from readiness.handbook.actions import Change, Press, publish_lines
from readiness.handbook.content import Content
from readiness.handbook.edition import FORMAT, Edition, format_in
from readiness.handbook.queries import edition_bytes, latest_switch
from readiness.handbook.rendering import countries
from readiness.lines.queries import crisis_lines
from readiness.people.queries import places


def sites_wait(at: Press) -> bool:
    """Whether a site is known otherwise than the current edition shows it: changed, new, or gone."""
    present = latest_switch()
    shown = _shown(present.name) if present is not None and present.name else None
    if shown is None:
        return False
    content = Content({}, crisis_lines(), at.country, places=tuple(places()))
    known = countries(content)
    now = {
        place.code: marks.standing(place, shown["numbers"].get(place.country, ""))
        for place in content.places
        if place.country in known
    }
    return bool(shown["places"] != now)


def publish_sites(at: Press, actor: str) -> Edition | None:
    """Publish anew what is published, with the sites as they are; what was gone back to stays held, and why."""
    present = latest_switch()
    is_held = present is not None and present.is_held
    why = present.reason if present is not None and is_held else _("What is known of sites was changed")
    return publish_lines(at, actor, Change(lambda _opened: (), why))


@lru_cache(maxsize=4)
def _shown(name: str) -> Mapping[str, Any] | None:
    """The sites of an edition, and the emergency number of each country; None of one that this release cannot read.

    Read once, since a name stands for one content, and the timetable asks every minute. The number of a country is
    the edition's own: a line that was corrected waits, as ever, until it is verified and published.
    """
    content = edition_bytes(name)
    if not content:
        return None
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        if format_in(connection) != FORMAT:
            return None
        try:
            (text,) = connection.execute(
                "SELECT plain FROM page WHERE path = (SELECT value FROM about WHERE name = 'bundle')"
            ).fetchone()
        except sqlite3.Error:
            return None
    bundle = json.loads(text)
    numbers = {country: there["call"] for country, there in bundle["nowhere"].items()}
    return {"places": bundle["places"], "numbers": numbers}
