"""The pages of people and sites."""

from readiness.people.views.own import pages as own_pages
from readiness.people.views.people import pages as people_pages
from readiness.people.views.sites import pages as sites_pages
from readiness.people.views.work import pages as work_pages

BLUEPRINTS = (
    people_pages,
    own_pages,
    work_pages,
    sites_pages,
)
