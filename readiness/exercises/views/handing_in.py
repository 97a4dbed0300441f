"""What a page of a run sends: entries as JSON, many at once, or one by a form where no script runs."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from drills.log import EntryError, instant_from
from readiness.exercises.console import Run
from readiness.exercises.running import Batch, HandedIn, hand_in
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _

FIELDS = ("kind", "subject", "value", "text", "by")


def new_entry_id() -> str:
    """An id for an entry that a form will send: sent twice, it is one entry."""
    return secrets.token_urlsafe(12)


def take(exercise_id: int, device: str, by: str, back_to: str) -> ResponseReturnValue:
    """Hand in what the request brings; answers a script in JSON, a form by going back to its page.

    `by`: who says so, where the page knows; '' where they say it themselves.
    """
    now = clock.now()
    if request.is_json:
        told = hand_in(exercise_id, _batch(device, by, now), device_actor(device, by))
        return jsonify(kept=told.kept, refused=told.refused)
    told = hand_in(exercise_id, Batch(device, [_of_form(by, now)], now), device_actor(device, by))
    _say(told)
    return redirect(back_to, code=303)


def device_actor(device: str, by: str) -> str:
    """Who is named in the trail: the account, or with which code somebody came."""
    return by or f"{device.partition(':')[0]} by code"


def _batch(device: str, by: str, now: datetime) -> Batch:
    content = request.get_json(silent=True)
    if not isinstance(content, dict) or not isinstance(content.get("entries"), list):
        raise InvalidInput(_("Send an object with a list of entries."))
    entries = [{**each, "by": by} if by and isinstance(each, dict) else each for each in content["entries"]]
    return Batch(device, entries, now, _sent_at(content))


def _sent_at(content: Mapping[str, Any]) -> datetime | None:
    if content.get("sent_at") is None:
        return None
    try:
        return instant_from(content["sent_at"])
    except EntryError as error:
        raise InvalidInput([fault.replace("noted_at", "sent_at") for fault in error.faults]) from error


def _of_form(by: str, now: datetime) -> dict[str, Any]:
    sent = {name: request.form.get(name, "").strip() for name in FIELDS}
    return {
        **sent,
        "by": by or sent["by"],
        "id": request.form.get("entry_id") or new_entry_id(),
        "writer": "form",
        "sequence": int(now.timestamp()),
        "noted_at": now.astimezone(UTC).isoformat(),
    }


def _say(told: HandedIn) -> None:
    for faults in told.refused.values():
        for fault in faults:
            flash(fault, "gap")
    if not told.refused:
        flash(_("Noted."))


def course_of(run: Run) -> ResponseReturnValue:
    """How the run goes on, in a few numbers that a page asks for every two seconds."""
    return jsonify(
        version=run.version,
        phase=run.state.phase,
        real=run.real_seconds,
        minute=run.minute,
        speed=run.speed,
        token=generate_csrf(),
    )
