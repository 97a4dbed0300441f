"""The page of proposals: what people looked for, what incidents used, and what to train and drill for it."""

from flask import Blueprint, render_template

from drills.library import load_library
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.proposing.counts import counts_of, protocols_about
from readiness.compliance.proposing.proposals import (
    lines_called,
    months_of,
    to_drill,
    to_train,
    what_comes_up,
)
from readiness.handbook.openings import FLOOR, used
from readiness.lines.queries import crisis_lines
from readiness.resources.lists import staff_cards
from readiness.web.access import READERS, allow
from readiness.web.frame import frame

pages = Blueprint("proposals", __name__)

SHOWN = 10
"""So many resources and lines are named: those that are used most."""


@pages.get("/compliance/proposals")
@allow(*READERS)
def index() -> str:
    """Train for what comes up, drill what went badly; nothing that few have looked for is told."""
    months = months_of(frame().today)
    counts = counts_of(months)
    come = what_comes_up(protocols_about(), counts, months)
    names = {card.id: card.name for card in staff_cards()}
    opened = sorted(used(counts.opened, months).items(), key=lambda item: (-item[1], item[0]))
    resources = [(names[record], count) for record, count in opened if record in names]
    return render_template(
        "compliance/proposals.html",
        come=come,
        train=to_train(come),
        drill=to_drill(come),
        lines=[(_line_name(code), count) for code, count in lines_called(counts, months)[:SHOWN]],
        resources=resources[:SHOWN],
        kinds=certificate_kinds(),
        scenarios={each.id: each.title for each in load_library().values()},
        months=months,
        floor=FLOOR,
    )


def _line_name(code: str) -> str:
    known = crisis_lines().get(code)
    return known.told_apart if known else code
