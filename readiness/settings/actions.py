"""What may be done with settings: settling them, and leaving them to the environment again."""

from typing import Any

from pydantic import ValidationError

from readiness.audit.actions import Recording, recording
from readiness.audit.events import SettingsChanged
from readiness.foundation.errors import InvalidInput
from readiness.foundation.settings import OWN_SETTINGS, Setting, Settings, fault_sentence, overlaid, stored
from readiness.foundation.words import gettext as _


def settle(environment: Settings, values: dict[str, Any], actor: str) -> bool:
    """Keep settings in the place of the environment's; False where nothing would change.

    None: the environment's holds again. Raises InvalidInput naming every value that does not fit.
    """
    changed = {key: value for key, value in values.items() if stored(key) != value}
    faults = _faults(environment, changed)
    if faults:
        raise InvalidInput(faults)
    if not changed:
        return False
    with recording(actor) as opened:
        for key, value in changed.items():
            held = stored(key)
            keep(key, value, opened, {key: getattr(environment, key) if held is None else held})
    return True


def keep(key: str, value: Any, opened: Recording, before: dict[str, Any] | None = None) -> None:
    """Keep one thing within a change that is open; None forgets it. `before`: what held until then."""
    Setting.delete().where(Setting.key == key).execute()
    if value is not None:
        Setting.create(key=key, content=value)
    opened.note(SettingsChanged(key, values={key: value}, before=before or {}))


def _faults(environment: Settings, values: dict[str, Any]) -> list[str]:
    unknown = [key for key in values if key not in OWN_SETTINGS]
    if unknown:
        return [_("%(names)s is not for the organisation to settle here.", names=", ".join(sorted(unknown)))]
    given = {key: value for key, value in values.items() if value is not None}
    try:
        overlaid(environment, given)
    except ValidationError as error:
        return [fault_sentence(str(fault["loc"][0]), fault) for fault in error.errors()]
    return []
