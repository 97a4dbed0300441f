"""The pages of plans of a year."""

from readiness.planning.views.asking import pages as asking_pages
from readiness.planning.views.missing import pages as missing_pages
from readiness.planning.views.moving import pages as moving_pages

BLUEPRINTS = (asking_pages, moving_pages, missing_pages)
