"""What each route that takes something is sent by the test, where the form of its page is not enough; what is quiet.

`at`: the page that has the form. `after`: routes that are used before it, on the same rows. All else is sent. Where
facts have to be there first, `prepared.py` writes them.
"""

from typing import Any

FILLED: dict[str, dict[str, Any]] = {
    "/links/<token>": {"password": "seven quiet herons wade", "repeated": "seven quiet herons wade"},
    "/account/password": {
        "old": "seven quiet herons wade",
        "password": "six brown otters dive deep",
        "repeated": "six brown otters dive deep",
    },
    "/settings/webhook": {"url": "https://hooks.example.org/here"},
    "/settings/nightly": {"most_percent": "7"},
    "/settings/accounts/<int:account_id>/enable": {"after": ["/settings/accounts/<int:account_id>/disable"]},
    "/people/add": {"staff_number": "N1", "given_name": "Kim", "family_name": "Park", "until_on": ""},
    "/people/days/<spell>/<int:fact_id>": {"until_on": "2026-01-05"},
    "/people/sites/<int:site_id>/edit": {"name": "Another name"},
    "/people/departments/<int:department_id>": {"name": "Nursing"},
    "/certificates/<int:certificate_id>/correct": {"issuer": "Somebody else"},
    "/certificates/<int:certificate_id>/reinstate": {
        "after": ["/certificates/<int:certificate_id>/revoke"],
    },
    "/people/<int:person_id>/privacy/holds/<int:hold_id>/release": {
        "after": ["/people/<int:person_id>/privacy/hold"],
    },
    "/settings/privacy": {"leavers": "9"},
    "/compliance/exemptions/grant": {"staff_number": ""},
    "/settings/add-kind": {"code": "own-kind", "title": "A kind of one's own"},
    "/welcome": {"email": "new@example.org"},
    "/handbook/add-protocol": {"slug": "flood"},
    "/handbook/add-line": {"code": "us-own", "call": "3055550100", "source": "Somebody"},
    "/handbook/protocols/<slug>/revisions/<int:number>/withdraw-clinician": {
        "after": ["/handbook/protocols/<slug>/revisions/<int:number>/clinician"],
    },
    "/duty/sites/<int:site_id>/card/remove": {"after": ["/duty/sites/<int:site_id>/card/key"]},
    "/duty/sites/<int:site_id>/add": {"from_time": "08:30", "until_time": "17:00", "weekdays": ["0"]},
    "/duty/kinds": {"kinds": ["pfa"]},
    "/duty/people/<int:person_id>/consent": {"agrees": "y", "has_paper": "y"},
    "/duty/people/<int:person_id>/consent/withdraw": {"after": ["/duty/people/<int:person_id>/consent"]},
    "/account/duty": {"agrees": "y"},
    "/account/duty/withdraw": {"after": ["/account/duty"]},
    "/handbook/resources/add-plan": {"payers": "Harbor"},
    "/classes/plan": {"begins": "09:30", "ends": "12:30", "held_on": "2030-03-01", "seat_count": "9"},
    "/reports/<report_name>": {"format": "csv"},
    "/report-schedules/<int:schedule_id>/resume": {"after": ["/report-schedules/<int:schedule_id>/pause"]},
    "/paper/<serial>": {"place": "Kitchen"},
    "/exercises/<int:exercise_id>/codes": {"purpose": "observer"},
    "/exercises/<int:exercise_id>/held": {"held_on": "2026-11-01"},
    "/exercises/needs/<int:need_id>/train": {"certificate": "pfa"},
    "/incidents/<int:incident_id>/hold": {
        "after": ["/incidents/<int:incident_id>/release"],
        "reason": "A claim",
    },
    "/incidents/<int:incident_id>/debrief/held": {
        "after": ["/incidents/<int:incident_id>/debrief/offered"],
        "held_on": "2026-11-01",
    },
    "/incidents/<int:incident_id>/log": {
        "types": ["2"], "circumstances": ["few"], "attacks": ["unarmed"], "committed_by": "of_client",
    },
    "/auditor/ask": {"link": ""},
    "/auditor/draw": {"from_on": "2020-01-01", "kind": ""},
    "/auditor/requests/<int:request_id>": {"link": ""},
}  # fmt: skip

UNTRIED = {"/handbook/editions/<edition_name>/restore"}
"""The edition of the house holds nothing: nobody can go back to it."""

QUIET = {
    "/tap/<tap_token>": "leads on to the form of what was sent",
    "/settings/webhook/test": "there is no webhook to try",
    "/compliance/training": "asks for a plan, which changes nothing until somebody invites by it",
    "/exercises/year": "asks for a plan, which changes nothing until it is accepted",
    "/exercises/year/<int:year_plan_id>/dates/<int:planned_id>/drop": "changes a plan that is not accepted",
    "/exercises/year/<int:year_plan_id>/dates/<int:planned_id>/move": "changes a plan that is not accepted",
    "/e": "looks whether a code is one",
    "/compliance/requirements/new": "leads on to the form of the check that was chosen",
    "/compliance/packs/<shipped_id>/adopt": "shows first what would be",
    "/compliance/requirements/<pack_id>/<clause_id>/edit": "shows first what would be",
    "/classes/choose": "leads on to the classes for those who were chosen",
}
"""Routes that change no fact, and why."""
PLANS = {"training_plan", "year_plan", "year_plan_date", "training_plan_seat"}
"""What is proposed and not yet so: kept without an event, until somebody accepts it."""

UNTOLD = {
    "/account/classes/<int:class_id>/feedback": "what is said of a class is kept apart from whose it is",
}
"""Routes that change something of which the trail must not tell, and why."""

ELSEWHERE = {
    "a file is read in a process of its own, whose changes are its own too (tests/imports, tests/nightly)": {
        "/imports",
        "/imports/<int:import_id>/columns",
        "/imports/<int:import_id>/mapping",
        "/imports/<int:import_id>/values",
        "/imports/<int:import_id>/new-sites",
        "/imports/<int:import_id>/no-new-sites",
        "/imports/<int:import_id>/apply",
        "/imports/<int:import_id>/cancel",
        "/imports/<int:import_id>/again",
        "/imports/<int:import_id>/undo",
        "/api/v1/nightly/<file_kind>",
    },
    "it is printed from a handbook that is published whole (tests/paper)": {
        "/handbook/paper/print",
        "/handbook/paper/batches/<int:batch_id>/file",
        "/handbook/paper/reprint",
    },
    "the plan has to be worked out first (tests/training)": {
        "/compliance/training/<int:training_plan_id>/invite",
    },
    "there has to be no organisation yet, or the sample alone (tests/welcome)": {
        "/welcome",
        "/welcome/sample/remove",
    },
}
"""Why routes ask for more than rows of the house.

What they tell is held by the tests of their room; here they must only change nothing without telling.
"""
