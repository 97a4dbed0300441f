"""What the organisation settles about nightly files: the bound, the hour, and who is told."""

from dataclasses import asdict, dataclass
from typing import Any

from readiness.audit.actions import recording
from readiness.audit.events import SettingsChanged
from readiness.foundation.settings import Setting, stored

KEY = "nightly"


@dataclass(frozen=True, slots=True)
class NightlySettings:
    """`most_percent` of the staff may leave by one file. `expected_hour`: by when one is there, by the clock here.

    `lists_everybody`: whoever works here and is not in a staff file left the day before.
    """

    most_percent: int = 5
    expected_hour: int | None = None
    report_to: tuple[str, ...] = ()
    lists_everybody: bool = False


def nightly_settings() -> NightlySettings:
    """The settings that hold."""
    kept: dict[str, Any] = stored(KEY) or {}
    return NightlySettings(**{**kept, "report_to": tuple(kept.get("report_to", ()))})


def settle_nightly(settings: NightlySettings, actor: str) -> bool:
    """Keep them; False where nothing would change."""
    if settings == nightly_settings():
        return False
    content = {**asdict(settings), "report_to": list(settings.report_to)}
    with recording(actor) as opened:
        Setting.delete().where(Setting.key == KEY).execute()
        Setting.create(key=KEY, content=content)
        opened.note(SettingsChanged(KEY, values={**content, "report_to": len(settings.report_to)}))
    return True
