"""The pages of cards and posters."""

from readiness.paper.views.paper import pages as paper_pages
from readiness.paper.views.register import pages as register_pages

BLUEPRINTS = (
    paper_pages,
    register_pages,
)
