"""The page of a report: its question, what it comes to as a plot, its first rows, and the files."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
)
from flask.typing import ResponseReturnValue

from readiness.compliance.addresses import finding_addresses
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.formats import Cell
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number
from readiness.reports.files import ask_for_file, is_long
from readiness.reports.glance import PAGE, Glance, glance_at
from readiness.reports.manifest import file_name
from readiness.reports.restated import RESTATED
from readiness.reports.schema import schema_text
from readiness.reports.shapes import EVERYBODY, TONES, Column, Holds, Narrowing, Report
from readiness.reports.starting import start_making
from readiness.reports.streaming import archive_pieces, made_at_once
from readiness.reports.tables import HAVE_MORE, REPORTS, check_request
from readiness.reports.taking_away import FORMS, Wish
from readiness.reports.views.asking import asked_of, check_turn, readable
from readiness.requirements.queries import adopted_titles
from readiness.web.access import Role, actor, allow, allow_taking_away, current_account, public
from readiness.web.frame import frame, frame_url, question
from readiness.web.navigation import may
from readiness.web.plots import Amount, BarPlot, CliffPlot, bars, cliff
from readiness.web.requests import is_number
from readiness.web.settings import installation, settings

pages = Blueprint("report", __name__)

READERS = tuple(Role(each) for each in sorted(EVERYBODY))
_MOST_BARS, _MOST_SITES, _WEEKS = 12, 5, 53

WORDS = frozenset(
    choice for report in REPORTS.values() for field in report.fields for choice in field.choices
)
"""Cells that are a word of ours, with an underscore in files."""


@pages.get("/reports/<report_name>/schema.json")
@public
def schema(report_name: str) -> ResponseReturnValue:
    """What the JSON of a report is like; anybody may read it, since it tells of nothing but its columns."""
    if report_name not in REPORTS:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return Response(schema_text(REPORTS[report_name]), content_type="application/schema+json")


@pages.get("/reports/<report_name>")
@allow(*READERS)
def show(report_name: str) -> ResponseReturnValue:
    """A report as a page."""
    report = readable(report_name)
    page = int(request.args["page"]) if is_number(request.args.get("page", "")) else 1
    refused: Sequence[str] = ()
    seen = Glance()
    try:
        seen = glance_at(report, asked_of(report), max(page, 1))
    except InvalidInput as error:
        refused = error.problems
    return render_template(
        "reports/show.html",
        report=report,
        seen=seen,
        refused=refused,
        rows=[[*map(_shown, report.fields, row)] for row in seen.rows],
        stories=_stories(seen.rows) if report.name == "restated" else [],
        plot=_plot(report, seen),
        gathered=_gathered_plot(report, seen),
        page=page,
        is_last=page * PAGE >= seen.count,
        forms=FORMS,
        known_at=question().known.at,
        packs=adopted_titles(question().known) if Narrowing.PACK in report.narrowings else {},
        has_more=report.name in HAVE_MORE,
    )


def _stories(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """For each row of what is told otherwise, where what became known since is told."""
    if not may("compliance.show"):
        return []
    address = finding_addresses(by_all_known=True)
    places = [RESTATED.place(name) for name in ("pack", "clause", "site", "subject")]
    return [f"{address(*(str(row[place] or '') for place in places))}#known" for row in rows]


@pages.post("/reports/<report_name>")
@allow_taking_away(*READERS)
def take(report_name: str) -> ResponseReturnValue:
    """A report as a signed file: CSV and JSON as they are found, the rest when it is made."""
    report, form = readable(report_name), request.form.get("format", "")
    if form not in FORMS:
        raise InvalidInput(_("format: choose one of %(forms)s.", forms=", ".join(FORMS)))
    asked = asked_of(report)
    check_request(report, asked)
    wish = Wish(report.name, form, asked, starts_with_mark=form == "csv")
    name = file_name(report.name, asked.question.as_of, frame().known_at, form)
    if form in ("csv", "json"):
        check_turn(report, asked)
        pieces = stream_with_context(archive_pieces(wish, name, settings(), actor()))
        return _sent(Response(pieces, content_type="application/zip"), name)
    if not is_long(wish):
        return _sent(send_file(made_at_once(wish, name, settings(), actor()), "application/zip"), name)
    key = ask_for_file(wish, name, current_account().id, actor())
    start_making(installation(), key)
    flash(_("The file is being made. You may leave this page and come back."))
    return redirect(frame_url("report_files.show", file_key=key))


def _sent(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(field: Column, cell: Cell) -> Cell | datetime:
    """A cell as the page shows it."""
    if not isinstance(cell, str):
        return cell
    return datetime.fromisoformat(cell) if cell and field.holds is Holds.INSTANT else _in_words(cell)


def _in_words(text: str) -> str:
    return text.replace("_", " ") if text in WORDS else text


def _plot(report: Report, seen: Glance) -> BarPlot | CliffPlot | None:
    """What the rows come to; none where there are none."""
    if not seen.count:
        return None
    looked = (
        ngettext("Of one row.", "Of %(count)s rows.", seen.count)
        if seen.is_whole
        else _("Of the first %(count)s rows.", count=f"{seen.count:,}")
    )
    if report.cliff and seen.days:
        first = min(frame().as_of, seen.days[0][0])
        return cliff(_("How many end in each week"), looked, seen.days, first, _WEEKS)
    return _bars_of(report.counted, looked, seen.counted)


def _gathered_plot(report: Report, seen: Glance) -> BarPlot | None:
    """Where most of the rows are; nothing where all are at one site, or not all were counted."""
    count = len(seen.gathered)
    if count < 2:
        return None
    some = _("The %(count)s sites with the most, of %(all)s.", count=_MOST_SITES, all=number(count))
    every = _("Of %(count)s sites.", count=count)
    looked = some if count > _MOST_SITES else every
    return _bars_of(report.gathered.removesuffix("_name"), looked, seen.gathered, _MOST_SITES)


def _bars_of(column: str, looked: str, counted: Counter[str], most: int = _MOST_BARS) -> BarPlot:
    amounts = [
        Amount(_in_words(value) or "–", count, TONES.get(value, "accent"))
        for value, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]
    ]
    return bars(_("How many by %(column)s", column=column.replace("_", " ")), looked, amounts)
