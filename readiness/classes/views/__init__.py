"""The pages of classes."""

from readiness.classes.views.attending import pages as attending_pages
from readiness.classes.views.own import pages as own_pages
from readiness.classes.views.people import pages as people_pages
from readiness.classes.views.planning import pages as planning_pages

BLUEPRINTS = (planning_pages, people_pages, attending_pages, own_pages)
