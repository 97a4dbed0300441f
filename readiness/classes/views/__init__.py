"""The pages of classes."""

from readiness.classes.views.attending import pages as attending_pages
from readiness.classes.views.door import pages as door_pages
from readiness.classes.views.month import pages as month_pages
from readiness.classes.views.own import pages as own_pages
from readiness.classes.views.papers import pages as paper_pages
from readiness.classes.views.people import pages as people_pages
from readiness.classes.views.planning import pages as planning_pages

BLUEPRINTS = (
    planning_pages,
    month_pages,
    people_pages,
    attending_pages,
    door_pages,
    own_pages,
    paper_pages,
)
