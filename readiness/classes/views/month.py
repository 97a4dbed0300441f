"""The month as a picture: which classes are on which day, how full, and how they stand, in words."""

from flask import Blueprint, render_template, request

from readiness.classes.class_list import CLASS_ORDERS, ClassFilter, every_class
from readiness.classes.months import first_of, month_before, next_month, weeks_of
from readiness.classes.times import zone_of
from readiness.classes.views.planning import kind_title
from readiness.foundation.database import reading
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.people.asking import site_in_question
from readiness.web.access import READERS, allow
from readiness.web.frame import frame, question

pages = Blueprint("class_month", __name__)

MOST = 500


@pages.get("/classes/month")
@allow(*READERS)
def show() -> str:
    """A month, by ?month=2026-12; that of the frame's day without."""
    first = first_of(request.args.get("month", ""), frame().as_of)
    if not FIRST_DAY.year < first.year < LAST_DAY.year:
        first = frame().as_of.replace(day=1)
    weeks = weeks_of(first, [])
    days = (weeks[0][0].day, weeks[-1][-1].day)
    sought = ClassFilter(site_id=site_in_question(), days=days)
    with reading():
        found = list(every_class(sought, question(), PageRequest(CLASS_ORDERS["held"], size=MOST)))
    return render_template(
        "classes/month.html",
        first=first,
        before=month_before(first),
        after=next_month(first),
        weeks=weeks_of(first, found),
        count=sum(each.held_on.month == first.month for each in found),
        kind_title=kind_title,
        begins=lambda row: f"{row.starts_at.astimezone(zone_of(row.time_zone)):%H:%M}",
    )
