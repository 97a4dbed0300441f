"""The workroom's pages of the handbook."""

from readiness.handbook.views.beginning import pages as beginning_pages
from readiness.handbook.views.handbook import pages as handbook_pages
from readiness.handbook.views.lines import pages as lines_pages
from readiness.handbook.views.protocols import pages as protocols_pages
from readiness.handbook.views.reviews import pages as reviews_pages

BLUEPRINTS = (
    handbook_pages,
    protocols_pages,
    beginning_pages,
    reviews_pages,
    lines_pages,
)
