"""What may be done with what the organisation asks of itself: its own requirements, its own terms for others'."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording, recording
from readiness.audit.events import OwnRequirementEnded, OwnRequirementWritten, OwnTermsSet, OwnTermsTakenBack
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import LAST_DAY, day_after, day_before, record, supersede
from readiness.requirements.actions import end_from, text_of
from readiness.requirements.models import Adoption, OwnTerms
from readiness.requirements.own_packs import with_clause, without_clause
from readiness.requirements.queries import adoptions_from, own_terms_from
from readiness.standards.packs import Clause, Pack, pack_from


@dataclass(frozen=True, slots=True)
class ClauseRequest:
    """A requirement that the organisation writes itself: in which pack, what, from when."""

    pack_id: str
    pack_title: str
    clause: Clause
    from_on: date


def write_own_clause(request: ClauseRequest, actor: str) -> None:
    """Ask for a clause from a day on; one of the same id is superseded from then, whatever was planned.

    The clause must have been judged by `pack_faults` before.
    """
    with recording(actor) as opened:
        uncovered_from = request.from_on
        for adoption in adoptions_from(request.pack_id, request.from_on):
            if uncovered_from < adoption.from_on:
                _ask(request, uncovered_from, day_before(adoption.from_on), opened)
            uncovered_from = day_after(adoption.until_on)
            present = pack_from(adoption.text.content, request.pack_id)
            text = with_clause(present, request.clause, request.pack_id, request.pack_title)
            _replace_text(adoption, text, request.from_on, opened)
        if uncovered_from < LAST_DAY:
            _ask(request, uncovered_from, LAST_DAY, opened)
        opened.note(
            OwnRequirementWritten(
                f"{request.pack_id}/{request.clause.id}",
                from_on=request.from_on.isoformat(),
                clause=request.clause.model_dump(mode="json", by_alias=True, exclude_unset=True),
            )
        )


def _ask(request: ClauseRequest, from_on: date, until_on: date, opened: Recording) -> None:
    """Adopt an own pack of this clause alone, for days on which the pack is not held to."""
    pack = with_clause(None, request.clause, request.pack_id, request.pack_title)
    record(
        Adoption,
        opened.change,
        pack_id=request.pack_id,
        text=text_of(pack),
        from_on=from_on,
        until_on=until_on,
    )


def _replace_text(adoption: Adoption, pack: Pack | None, from_on: date, opened: Recording) -> None:
    """From a day on, another text in the place of an adoption's; None: it ends."""
    until_on = adoption.until_on
    if pack is None:
        end_from(adoption, from_on, opened)
    elif adoption.from_on >= from_on:
        supersede(adoption, opened.change, text=text_of(pack))
    else:
        end_from(adoption, from_on, opened)
        record(
            Adoption,
            opened.change,
            pack_id=adoption.pack_id,
            text=text_of(pack),
            from_on=from_on,
            until_on=until_on,
        )


def end_own_clause(pack_id: str, clause_id: str, from_on: date, reason: str, actor: str) -> None:
    """Ask for an own requirement no more from a day on; raises NotFound where it is not asked then."""
    if not reason.strip():
        raise InvalidInput("Write why this is no longer asked.")
    with recording(actor) as opened:
        is_found = False
        for adoption in adoptions_from(pack_id, from_on):
            pack = pack_from(adoption.text.content, pack_id)
            if any(clause.id == clause_id for clause in pack.clause):
                _replace_text(adoption, without_clause(pack, clause_id), from_on, opened)
                is_found = True
        if not is_found:
            raise NotFound(f"'{clause_id}' is not asked on {from_on} or later.")
        opened.note(OwnRequirementEnded(f"{pack_id}/{clause_id}", from_on=from_on.isoformat(), reason=reason))


@dataclass(frozen=True, slots=True)
class OwnTermsRequest:
    """Own terms for a clause, as its check reads them, from when and why."""

    pack_id: str
    clause_id: str
    check: str
    terms: dict[str, Any]
    from_on: date
    reason: str


def set_own_terms(request: OwnTermsRequest, actor: str) -> None:
    """Lay own terms over those of a pack from a day on; those that were to hold then are superseded.

    The terms must have been judged by the check before.
    """
    if not request.reason.strip():
        raise InvalidInput("Write why you set terms of your own.")
    key = (request.pack_id, request.clause_id)
    with recording(actor) as opened:
        _end_own_terms(key, request.from_on, opened)
        record(
            OwnTerms,
            opened.change,
            pack_id=request.pack_id,
            clause_id=request.clause_id,
            check_name=request.check,
            terms=request.terms,
            from_on=request.from_on,
            reason=request.reason,
            set_by=actor,
        )
        opened.note(
            OwnTermsSet(
                "/".join(key),
                from_on=request.from_on.isoformat(),
                terms=request.terms,
                reason=request.reason,
            )
        )


def take_back_own_terms(pack_id: str, clause_id: str, from_on: date, reason: str, actor: str) -> None:
    """Let the pack's terms hold again from a day on; raises Conflict where no own ones would."""
    if not reason.strip():
        raise InvalidInput("Write why the pack's own terms are to hold again.")
    with recording(actor) as opened:
        if not _end_own_terms((pack_id, clause_id), from_on, opened):
            raise Conflict("There are no terms of your own from that day on.")
        opened.note(OwnTermsTakenBack(f"{pack_id}/{clause_id}", from_on=from_on.isoformat(), reason=reason))


def _end_own_terms(key: tuple[str, str], from_on: date, opened: Recording) -> int:
    present = own_terms_from(*key, from_on)
    for terms in present:
        end_from(terms, from_on, opened)
    return len(present)
