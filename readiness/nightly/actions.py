"""What may be done with nightly files: taking one in, holding it back, saying what became of it; and the token."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from readiness.audit.actions import Recording, recording
from readiness.audit.events.nightly import NightlyFileArrived, NightlyFileEnded, NightlyTokenMade
from readiness.foundation.errors import Conflict, ImportRefused, NotSignedIn, TooMany
from readiness.foundation.words import gettext as _
from readiness.imports.course import Arrival, begin
from readiness.imports.deciding import Desk, plain_name
from readiness.imports.models import FileImport
from readiness.imports.storage import Stored
from readiness.nightly.models import NightlyRun, NightlyToken
from readiness.nightly.queries import last_applied, received_since, token_by_hash
from readiness.nightly.settings import nightly_settings
from readiness.nightly.states import OPEN, State
from readiness.nightly.telling import state_sentence
from readiness.notices.actions import Message, owe
from readiness.web.sessions import hashed, new_token

ACTOR = "nightly file"
MOST_AN_HOUR = 20
"""So many files are taken from the address in an hour."""

COUNTS = ("joined", "moved", "left", "new", "changed", "unchanged", "skipped", "refused")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has come. `place`: what it is called here; `way`: 'folder' or 'address'."""

    place: str
    way: str
    kind: str
    file_name: str
    made_at: datetime | None


def take_in(desk: Desk, incoming: Incoming, content: IO[bytes], now: datetime) -> NightlyRun:
    """Keep a file and have it looked at; of two who take the same one, one does, and both are told of its run."""
    try:
        stored = desk.storage.store(content)
    except ImportRefused as refused:
        return _refuse(incoming, list(refused.problems), now)
    try:
        run, is_first = _begin(incoming, stored, now)
    except BaseException:
        desk.storage.remove(stored.folder)
        raise
    if run.import_id is None or not is_first:
        desk.storage.remove(stored.folder)
    else:
        desk.start(desk.config, run.import_id, 1)
    return run


def _begin(incoming: Incoming, stored: Stored, now: datetime) -> tuple[NightlyRun, bool]:
    with recording(ACTOR) as opened:
        known = NightlyRun.get_or_none(NightlyRun.place == incoming.place)
        if known is None:
            run = _created(incoming, State.TAKEN, now, file_size=stored.size, file_sha256=stored.sha256)
            opened.note(NightlyFileArrived(run.file_name, run.id, incoming.way, stored.sha256))
            last = last_applied(incoming.kind)
            if last is not None and last.file_sha256 == stored.sha256:
                _end(run, State.SAME, [_("It is the very file that went in last.")], None, now, opened)
            else:
                run.import_id = begin(
                    Arrival(
                        incoming.kind, run.file_name, stored.size, stored.sha256, stored.folder, opened.actor
                    )
                )
                run.save(only=[NightlyRun.import_id])
            return run, True
        opened.note(NightlyFileArrived(known.file_name, known.id, incoming.way, stored.sha256))
        return known, False


def _refuse(incoming: Incoming, reasons: list[str], now: datetime) -> NightlyRun:
    with recording(ACTOR) as opened:
        run: NightlyRun | None = NightlyRun.get_or_none(NightlyRun.place == incoming.place)
        if run is None:
            run = _created(incoming, State.TAKEN, now)
            opened.note(NightlyFileArrived(run.file_name, run.id, incoming.way, ""))
            _end(run, State.REFUSED, reasons, None, now, opened)
        else:
            opened.note(NightlyFileArrived(run.file_name, run.id, incoming.way, ""))
    return run


def _created(incoming: Incoming, state: State, now: datetime, **values: object) -> NightlyRun:
    return NightlyRun.create(
        place=incoming.place,
        way=incoming.way,
        kind=incoming.kind,
        file_name=plain_name(incoming.file_name),
        made_at=incoming.made_at,
        received_at=now,
        state=state,
        **values,
    )


def end_run(run: NightlyRun, state: State, reasons: list[str], row: FileImport | None, now: datetime) -> None:
    """Say what became of a file, or that it is held; raises Conflict where another has said so meanwhile."""
    with recording(ACTOR) as opened:
        _end(run, state, reasons, row, now, opened)


def _end(
    run: NightlyRun,
    state: State,
    reasons: list[str],
    row: FileImport | None,
    now: datetime,
    opened: Recording,
) -> None:
    values = {"state": state, "reasons": reasons, "ended_at": None if state in OPEN else now}
    here = (NightlyRun.id == run.id) & NightlyRun.state.in_(OPEN) & (NightlyRun.state != state)
    if NightlyRun.update(**values).where(here).execute() != 1:
        raise Conflict(_("Another process has told of this file already."))
    run.state, run.reasons = state, reasons
    counts = {name: getattr(row, f"{name}_count") if row else 0 for name in COUNTS}
    opened.note(NightlyFileEnded(run.file_name, run.id, state, reasons, counts))
    _tell(run, "nightly.report", counts, now, opened)


def _tell(run: NightlyRun, kind: str, counts: dict[str, int], now: datetime, opened: Recording) -> None:
    """Owe the report to those who asked for it."""
    content = {
        "file_name": run.file_name,
        "state": str(run.state),
        "says": state_sentence(run.state),
        "reasons": list(run.reasons),
        "counts": counts,
    }
    link = f"/imports/{run.import_id}" if run.import_id else "/imports/nightly"
    for address in nightly_settings().report_to:
        key = f"nightly/{run.id}/{run.state}/{address}"
        owe(Message(key, kind, address, content, now, link=link), opened)


def tell_missing(day: str, hour: int, now: datetime) -> None:
    """Say, once a day, that no file came by the hour at which one is expected; raises Conflict after that."""
    place = f"missing {day}"
    with recording(ACTOR) as opened:
        if NightlyRun.get_or_none(NightlyRun.place == place) is not None:
            raise Conflict(_("This was told already."))
        reason = _("No file came by %(hour)s:00 on %(day)s.", hour=hour, day=day)
        run = NightlyRun.create(
            place=place,
            way="folder",
            kind="staff",
            file_name="–",
            received_at=now,
            ended_at=now,
            state=State.MISSING,
            filed=State.MISSING,
            reasons=[reason],
        )
        opened.note(NightlyFileEnded("–", run.id, State.MISSING, [reason], {}))
        _tell(run, "nightly.missing", {}, now, opened)


def make_token(actor: str, now: datetime) -> str:
    """Make the token with which files are posted; it is told here once, and the one before works no more."""
    token = new_token()
    with recording(actor) as opened:
        NightlyToken.delete().execute()
        NightlyToken.create(token_hash=hashed(token), made_at=now, made_by=actor)
        opened.note(NightlyTokenMade("nightly token", is_made=True))
    return token


def remove_token(actor: str) -> bool:
    """Let nobody post files any more; False where nobody could."""
    with recording(actor) as opened:
        removed = NightlyToken.delete().execute()
        opened.note(NightlyTokenMade("nightly token", is_made=False))
    return bool(removed)


def check_token(token: str, now: datetime) -> None:
    """Raise NotSignedIn where a token does not work, TooMany where too many files came by it."""
    found = token_by_hash(hashed(token)) if token else None
    if found is None:
        raise NotSignedIn(_("Send the token as 'Authorization: Bearer TOKEN'. HR makes one under Settings."))
    if received_since(now - timedelta(hours=1), "address") >= MOST_AN_HOUR:
        raise TooMany(_("Too many files came within the hour."), seconds=600)
    NightlyToken.update(last_used_at=now).where(NightlyToken.id == found.id).execute()
