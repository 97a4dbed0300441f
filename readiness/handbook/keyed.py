"""The card of a site as its key shows it: with who is on duty now, worked out from the machine's copy of the roster."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness.duty.keys import opens
from readiness.duty.presence import presence_at
from readiness.duty.roster import Roster, read
from readiness.duty.showing import colleagues
from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.handbook.bundle import Wanted
from readiness.handbook.edition import Finished
from readiness.handbook.opened import Opened
from readiness.handbook.rendering import part

ROSTER = "roster"
"""The file beside the editions that says who is on duty when; it is no part of any edition, copy or export."""


HEARD = "roster.heard"
"""An empty file beside it, as old as what it says."""
SILENT_AFTER = timedelta(minutes=2)


class KeyedCards:
    """Answers keys from the file in a folder, which is looked at each time: it is small, and seldom asked for."""

    def __init__(self, folder: Path) -> None:
        self._path, self._heard_path = folder / ROSTER, folder / HEARD
        self._held: tuple[tuple[int, int], Roster] | None = None

    def card(self, opened: Opened, wanted: Wanted, key: str, instant: datetime) -> Finished | None:
        """The card with who is on duty at an instant; None where the key opens nothing."""
        roster = self._roster()
        site = roster.site(wanted.site) if roster else None
        if site is None or not opens(key, site.key_hash):
            return None
        presence = presence_at(site, instant)
        with words.speaking(wanted.language):
            shown: dict[str, Any] = {"now": colleagues(presence.now), "later": colleagues(presence.later)}
            shown["age"] = self._age(site.time_zone, instant)
        return opened.keyed_card(wanted, key, part("on_duty.html", wanted.language, **shown))

    def _age(self, time_zone: str, instant: datetime) -> str:
        """As of when the roster is known, by the site's clock; and where the database was not heard since, that."""
        try:
            heard = datetime.fromtimestamp(self._heard_path.stat().st_mtime, UTC)
        except OSError:
            return _("It is not known how old this is. Call to make sure.")
        there, here = (each.astimezone(ZoneInfo(time_zone)) for each in (heard, instant))
        told = (
            f"{there:%H:%M}" if there.date() == here.date() else f"{words.day(there.date())}, {there:%H:%M}"
        )
        if instant - heard < SILENT_AFTER:
            return _("As of %(time)s.", time=told)
        return _(
            "As of %(time)s; this machine has not heard since. Somebody may have come or gone.", time=told
        )

    def _roster(self) -> Roster | None:
        """What the file holds; the last that could be read, while it cannot be. None where there is none."""
        try:
            about = self._path.stat()
            seen = (about.st_mtime_ns, about.st_ino)
            if self._held is None or self._held[0] != seen:
                self._held = seen, read(self._path.read_bytes())
        except FileNotFoundError:
            self._held = None
        except (OSError, ValueError):
            pass
        return self._held[1] if self._held else None
