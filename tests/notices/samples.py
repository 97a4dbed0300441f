"""One content of each kind of message, as its owner writes it. Whoever adds a kind adds one here."""

from typing import Any

OF_CERTIFICATE = {
    "name": "Ana Ruiz",
    "certificate": "Naloxone",
    "ends_on": "2026-06-30",
    "is_over": False,
    "site": "Leeds",
}
LINE = {"name": "Ana Ruiz", "certificate": "Naloxone", "ends_on": "2026-06-30", "site": "Leeds"}

CONTENTS: dict[str, dict[str, Any]] = {
    "evidence.approved": {"submission": 1, "kind": "CPR", "issued_on": "2026-11-20", "word": ""},
    "evidence.returned": {"submission": 1, "kind": "CPR", "issued_on": "2026-11-20", "word": "Too dark."},
    "evidence.waiting": {"count": 2, "lines": ["Ana Ruiz: CPR", "Ben Torres: first aid"]},
    "notices.test": {"by": "Ana Ruiz"},
    "nightly.report": {
        "file_name": "staff.csv",
        "state": "held_back",
        "says": "It is held back until somebody has looked at it.",
        "reasons": ["3 of 40 people would leave by it; more than 5 % is held back."],
        "counts": {"joined": 1, "moved": 0, "left": 3, "new": 1, "changed": 3, "unchanged": 36, "refused": 0},
    },
    "exercises.invitation": {
        "label": "This is an exercise.",
        "given_name": "Kim",
        "situation": "Someone talks of suicide",
        "site": "Harbor clinic",
        "planned_on": "2026-06-01",
        "minutes": 60,
        "announcement": "Everyone is told a week before.",
        "consent": "Nobody has to take part.",
        "opt_out": "Leave whenever you like; no reason is needed.",
        "stop_word": "Red card",
        "support": "Sam is there for you.",
    },
    "exercises.inject": {
        "label": "This is an exercise.",
        "sender": "Reception",
        "text": "This is an exercise. A caller asks for the manager.",
        "stop_word": "Red card",
    },
    "exercises.action_due": {
        "text": "Put the prefix on the card.",
        "site": "Harbor clinic",
        "owner": "kim@harbor.org",
        "state": "open",
        "due_on": "2026-06-01",
        "days": 7,
        "rung": "managers",
    },
    "incidents.recorded": {"site": "Harbor clinic", "occurred_on": "2026-06-01"},
    "incidents.to_offer": {"site": "Harbor clinic", "occurred_on": "2026-06-01"},
    "incidents.follow_up": {"site": "Harbor clinic", "occurred_on": "2026-06-01"},
    "incidents.offer": {"site": "Harbor clinic", "occurred_on": "2026-06-01", "given_name": "Kim"},
    "nightly.missing": {"reasons": ["No file came by 6:00 on 2026-11-28."]},
    **{
        f"classes.{what}": {
            "given_name": "Ana",
            "title": "Psychological first aid",
            "held_on": "2026-03-10",
            "hours": "09:00–17:00 EDT",
            "where": "Head office, Room 114",
            "note": "Bring a pen.",
            **({"reason": "The trainer is ill."} if what == "cancelled" else {}),
            **({"was": "9 March 2026, 09:00–17:00 EDT, Room 2"} if what == "moved" else {}),
        }
        for what in (
            "invited",
            "enrolled",
            "waiting",
            "moved_up",
            "left",
            "cancelled",
            "moved",
            "reminder",
            "no_show",
        )
    },
    "reminders.certificate": OF_CERTIFICATE,
    "reminders.digest": {
        "name": "Tom Okafor",
        "week_on": "2026-06-29",
        "over": [LINE],
        "over_count": 21,
        "to_come": [LINE, LINE],
        "to_come_count": 2,
    },
    "reminders.escalated": {**OF_CERTIFICATE, "is_over": True},
    "reminders.follow_up": {
        "text": "Keep the list of numbers at the desk.",
        "owner": "Priya Shah",
        "due_on": "2026-06-30",
        "site": "Leeds",
        "is_over": True,
        "is_escalated": False,
        "is_training": False,
    },
    "reminders.finding": {
        "title": "Two people trained in CPR at each site",
        "reason": "1 of 2: Ana Ruiz's certificate ends on 30 June 2026.",
        "gap_on": "2026-07-01",
        "site": "Leeds",
        "is_over": False,
        "is_escalated": False,
    },
    "reminders.pass_on": OF_CERTIFICATE,
}
