"""How each status looks: its word, its icon, its tone. One table, for one macro that prints them."""

from dataclasses import dataclass

from readiness.foundation.errors import ConfigurationError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


@dataclass(frozen=True, slots=True)
class Look:
    """A status as it is shown. `tone` is met, due, gap, unknown, quiet or busy; `icon` is one of icons.html."""

    word: str
    icon: str
    tone: str


LOOKS = {
    # Findings.
    "met": Look(msgid("Met"), "check", "met"),
    "due": Look(msgid("Due"), "clock", "due"),
    "gap": Look(msgid("Gap"), "short", "gap"),
    "cannot_tell": Look(msgid("Cannot tell"), "ask", "unknown"),
    "not_applicable": Look(msgid("Not applicable"), "minus", "quiet"),
    "exempted": Look(msgid("Exempted"), "shield", "quiet"),
    # Certificates.
    "valid": Look(msgid("Valid"), "check", "met"),
    "grace": Look(msgid("In grace"), "clock", "due"),
    "lapsed": Look(msgid("Lapsed"), "short", "gap"),
    "revoked": Look(msgid("Revoked"), "cross", "gap"),
    "not_yet_valid": Look(msgid("Not yet valid"), "clock", "quiet"),
    # Certificates that people send in; "approved" is below.
    "sent": Look(msgid("Sent in"), "clock", "busy"),
    "returned": Look(msgid("Sent back"), "back", "due"),
    "withdrawn": Look(msgid("Withdrawn"), "minus", "quiet"),
    # People.
    "active": Look(msgid("At work"), "check", "met"),
    "on_leave": Look(msgid("On leave"), "minus", "quiet"),
    "not_started": Look(msgid("Not started"), "clock", "quiet"),
    "ended": Look(msgid("Left"), "minus", "quiet"),
    # Protocols and crisis lines.
    "begun": Look(msgid("Begun"), "edit", "quiet"),
    "draft": Look(msgid("Draft"), "edit", "quiet"),
    "review": Look(msgid("In review"), "clock", "due"),
    "approved": Look(msgid("Approved"), "check", "busy"),
    "published": Look(msgid("Published"), "check", "met"),
    "retired": Look(msgid("Retired"), "minus", "quiet"),
    "verified": Look(msgid("Verified"), "check", "met"),
    "not_verified": Look(msgid("Not verified"), "ask", "unknown"),
    "check_past": Look(msgid("Check is past"), "clock", "due"),
    "out_of_order": Look(msgid("Out of order"), "cross", "gap"),
    # Paper that hangs.
    "holds": Look(msgid("Up to date"), "check", "met"),
    "hung": Look(msgid("Hung there"), "check", "quiet"),
    "out_of_date": Look(msgid("Out of date"), "short", "gap"),
    "taken_down": Look(msgid("Taken down"), "minus", "quiet"),
    # Exercises, their ratings (HSEEP's letters), and what follows from them.
    "planned": Look(msgid("Planned"), "clock", "quiet"),
    "overdue": Look(msgid("Past its day"), "clock", "due"),
    "not_held": Look(msgid("Not held"), "short", "quiet"),
    "paused": Look(msgid("Paused"), "clock", "due"),
    "stopped": Look(msgid("Stopped"), "cross", "gap"),
    "held": Look(msgid("Held"), "check", "met"),
    "signed": Look(msgid("Report signed"), "check", "met"),
    "rated_P": Look(msgid("P"), "check", "met"),
    "rated_S": Look(msgid("S"), "check", "busy"),
    "rated_M": Look(msgid("M"), "clock", "due"),
    "rated_U": Look(msgid("U"), "short", "gap"),
    "not_rated": Look(msgid("Not rated"), "ask", "unknown"),
    "open": Look(msgid("Open"), "clock", "due"),
    "past_due": Look(msgid("Past its day"), "short", "gap"),
    "effect_due": Look(msgid("Done, effect to be shown"), "ask", "unknown"),
    "closed": Look(msgid("Closed"), "check", "met"),
    # Incidents: whether those involved are looked after.
    "debrief_due": Look(msgid("Debrief to be offered"), "clock", "due"),
    "debrief_late": Look(msgid("No debrief within 72 hours"), "short", "gap"),
    "debriefed": Look(msgid("Debrief offered"), "check", "busy"),
    "follow_up_late": Look(msgid("To be asked again"), "clock", "due"),
    "followed_up": Look(msgid("Followed up"), "check", "met"),
    # Classes, places in them, and who was there.
    "class_with_seats": Look(msgid("Seats are free"), "check", "met"),
    "class_full": Look(msgid("Full"), "minus", "quiet"),
    "class_to_settle": Look(msgid("To settle"), "clock", "due"),
    "class_to_confirm": Look(msgid("To confirm"), "clock", "due"),
    "class_settled": Look(msgid("Settled"), "check", "met"),
    "class_cancelled": Look(msgid("Cancelled"), "cross", "quiet"),
    "class_invited": Look(msgid("Invited"), "ask", "unknown"),
    "class_enrolled": Look(msgid("Has a seat"), "check", "met"),
    "class_waiting": Look(msgid("Waiting"), "clock", "due"),
    "class_said": Look(msgid("Says so at the door"), "ask", "unknown"),
    "class_there": Look(msgid("There"), "check", "met"),
    "class_absent": Look(msgid("Not there"), "short", "gap"),
    "class_not_noted": Look(msgid("Not noted"), "minus", "quiet"),
    # Accounts.
    "enabled": Look(msgid("Can sign in"), "check", "met"),
    "invited": Look(msgid("Invited"), "clock", "due"),
    "disabled": Look(msgid("Disabled"), "cross", "quiet"),
    "over": Look(msgid("Access is over"), "minus", "quiet"),
    # Work that runs by itself.
    "waiting": Look(msgid("Waiting"), "clock", "quiet"),
    "message_sent": Look(msgid("Sent"), "check", "met"),
    "message_dead": Look(msgid("Could not be sent"), "cross", "gap"),
    "message_withdrawn": Look(msgid("Taken back"), "back", "quiet"),
    "message_waiting": Look(msgid("Waiting"), "clock", "quiet"),
    "message_failed": Look(msgid("Tried in vain"), "clock", "due"),
    "running": Look(msgid("Running"), "busy", "busy"),
    "done": Look(msgid("Done"), "check", "met"),
    "failed": Look(msgid("Failed"), "short", "gap"),
    "refused": Look(msgid("Refused"), "cross", "gap"),
    "cancelled": Look(msgid("Cancelled"), "minus", "quiet"),
    "looking": Look(msgid("Being looked at"), "busy", "busy"),
    "mapping": Look(msgid("Columns to choose"), "clock", "due"),
    "reading": Look(msgid("Being read"), "busy", "busy"),
    "previewed": Look(msgid("To confirm"), "clock", "due"),
    "applying": Look(msgid("Being imported"), "busy", "busy"),
    "applied": Look(msgid("Imported"), "check", "met"),
    "undoing": Look(msgid("Being undone"), "busy", "busy"),
    "undone": Look(msgid("Undone"), "back", "quiet"),
    "taken": Look(msgid("Being read"), "busy", "busy"),
    "held_back": Look(msgid("Held back"), "clock", "due"),
    "same": Look(msgid("The same file"), "check", "quiet"),
    "discarded": Look(msgid("Given up"), "minus", "quiet"),
    "missing": Look(msgid("None came"), "short", "gap"),
    "warning": Look(msgid("Warning"), "clock", "due"),
    "unsure": Look(msgid("Unsure"), "ask", "unknown"),
    "fault": Look(msgid("Fault"), "short", "gap"),
}


def look_of(status: str) -> Look:
    """How a status looks, its word in the reader's language; a status that nobody described is a fault of ours."""
    look = LOOKS.get(status)
    if look is None:
        raise ConfigurationError(f"'{status}' has no look. Add a line to readiness/web/statuses.py.")
    return Look(_(look.word), look.icon, look.tone)
