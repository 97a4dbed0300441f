"""What each route that takes something is sent by the test, where the form of its page is not enough; what is quiet.

`at`: the page that has the form. `after`: routes that are used before it, on the same rows. All else is sent.
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
    "/people/<int:person_id>/certificates/add": {"course": "full"},
    "/certificates/<int:certificate_id>/correct": {"issuer": "Somebody else"},
    "/certificates/<int:certificate_id>/reinstate": {
        "after": ["/certificates/<int:certificate_id>/revoke"],
    },
    "/people/<int:person_id>/privacy/holds/<int:hold_id>/release": {
        "after": ["/people/<int:person_id>/privacy/hold"],
    },
    "/settings/privacy": {"leavers": "9"},
    "/compliance/requirements/<pack_id>/<clause_id>/terms": {"term_at_least": "2", "confirmed": "1", "step": "save"},
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
    "/classes/<int:class_id>/attendance/confirm": {"after": ["/classes/<int:class_id>/attendance/settle"]},
    "/reports/<report_name>": {"format": "csv"},
    "/report-schedules/add": {"recipients": ["1"], "site": ""},
    "/report-schedules/<int:schedule_id>/resume": {"after": ["/report-schedules/<int:schedule_id>/pause"]},
    "/paper/<serial>": {"place": "Kitchen"},
    "/certificates/proof/<int:submission_id>/approve": {"course": "full"},
    "/certificates/revoke": {"chosen": "{certificate_id}", "reason": "It was wrong.", "revoked_on": "2026-11-01"},
    "/exercises/<int:exercise_id>/codes": {"purpose": "observer"},
    "/exercises/<int:exercise_id>/held": {"held_on": "2026-11-01"},
    "/exercises/<int:exercise_id>/entries": {"kind": "note", "text": "Something was seen."},
    "/exercises/needs/<int:need_id>/train": {"certificate": "pfa"},
    "/incidents/readers": {"email": "hr-1@example.org"},
    "/incidents/<int:incident_id>/hold": {
        "after": ["/incidents/<int:incident_id>/release"],
        "reason": "A claim",
    },
    "/incidents/<int:incident_id>/debrief/held": {
        "after": ["/incidents/<int:incident_id>/debrief/offered"],
        "held_on": "2026-11-01",
    },
    "/incidents/<int:incident_id>/helpers/<int:person_id>": {"answer": "accepted"},
    "/incidents/<int:incident_id>/log": {
        "types": ["2"], "circumstances": ["few"], "attacks": ["unarmed"], "committed_by": "of_client",
    },
    "/auditor/ask": {"link": ""},
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

ELSEWHERE = {
    "tests/accounts": {
        "/settings/accounts/<int:account_id>/sign-out",
    },
    "tests/calendars": {
        "/account/calendars",
    },
    "tests/certificates": {
        "/certificates/revoke",
        "/certificates/add",
        "/people/<int:person_id>/certificates/add",
    },
    "tests/classes": {
        "/classes/<int:class_id>/people",
        "/classes/<int:class_id>/people/<int:person_id>/remove",
        "/classes/<int:class_id>/attendance/note",
        "/classes/<int:class_id>/attendance/add",
        "/classes/<int:class_id>/attendance/confirm",
        "/classes/<int:class_id>/people/<int:person_id>/correct",
        "/account/classes/<int:class_id>/sign-up",
        "/account/classes/<int:class_id>/leave",
        "/account/classes/<int:class_id>/feedback",
    },
    "tests/compliance": {
        "/compliance/follow-ups/give",
        "/compliance/follow-ups/say",
        "/compliance/follow-ups/ask",
    },
    "tests/evidence": {
        "/mine/proof/add",
        "/mine/proof/<int:own_submission_id>/again",
        "/certificates/proof/<int:submission_id>/approve",
        "/certificates/<int:certificate_id>/proof",
        "/proof/<tap_token>",
        "/certificates/renew",
        "/certificates/attach",
        "/certificates/proof/approve",
        "/mine/learning/add",
        "/certificates/learning/<int:activity_id>/confirm",
    },
    "tests/exercises": {
        "/invited/<invitation_token>",
        "/exercises/<int:exercise_id>/entries",
        "/exercises/<int:exercise_id>/sign",
        "/exercises/actions/<int:action_id>/close",
        "/exercises/actions/<int:action_id>/reopen",
        "/exercises/needs/<int:need_id>/invite",
    },
    "tests/handbook": {
        "/handbook/editions/<edition_name>/restore",
        "/handbook/protocols/<slug>/edit",
        "/handbook/protocols/<slug>/edit/<language>",
        "/handbook/begun/<begun_slug>/<part>",
        "/handbook/protocols/<slug>/send",
        "/handbook/protocols/<slug>/approve",
        "/handbook/approve",
        "/handbook/protocols/<slug>/send-back",
        "/handbook/lines/<line_code>/swap",
        "/handbook/lines/<line_code>/put-back",
    },
    "tests/imports": {
        "/imports",
        "/imports/<int:import_id>/columns",
        "/imports/<int:import_id>/mapping",
        "/imports/<int:import_id>/values",
        "/imports/<int:import_id>/no-new-sites",
        "/imports/<int:import_id>/apply",
        "/imports/<int:import_id>/cancel",
        "/imports/<int:import_id>/again",
        "/imports/<int:import_id>/undo",
    },
    "tests/incidents": {
        "/incidents/readers",
        "/incidents/<int:incident_id>/debrief/followed-up",
        "/incidents/<int:incident_id>/helpers",
        "/incidents/<int:incident_id>/helpers/<int:person_id>",
        "/incidents/<int:incident_id>/credit",
        "/incidents/<int:incident_id>/credit/take-back",
        "/incidents/<int:incident_id>/sealed",
        "/incidents/<int:incident_id>/sealed/write",
    },
    "tests/nightly": {
        "/api/v1/nightly/<file_kind>",
    },
    "tests/paper": {
        "/handbook/paper/print",
        "/handbook/paper/batches/<int:batch_id>/file",
        "/handbook/paper/reprint",
    },
    "tests/people": {
        "/people/moves/<int:fact_id>/take-back",
    },
    "tests/planning": {
        "/exercises/year/<int:year_plan_id>/undo",
    },
    "tests/privacy": {
        "/people/<int:person_id>/privacy/erase",
    },
    "tests/reports": {
        "/report-schedules/add",
    },
    "tests/requirements": {
        "/compliance/requirements/<pack_id>/<clause_id>/terms",
        "/compliance/requirements/<pack_id>/<clause_id>/terms/take-back",
        "/compliance/send-pack",
    },
    "tests/resources": {
        "/handbook/resources/doubles/merge",
        "/handbook/resources/doubles/undo",
    },
    "tests/settings": {
        "/settings/kinds/<kind_code>/remove",
    },
    "tests/training": {
        "/compliance/training/<int:training_plan_id>/invite",
    },
    "tests/welcome": {
        "/welcome",
        "/welcome/sample/remove",
    },
}
"""Routes that ask for more than a form here: a file, an edition, several pages, a state that the house has not.

What they tell is held by the tests of their room; here they must only change nothing without telling.
"""
