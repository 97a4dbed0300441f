"""The pages of the auditor's room."""

from readiness.examining.views.asking import pages as request_pages
from readiness.examining.views.room import pages as room_pages
from readiness.examining.views.sampling import pages as sample_pages

BLUEPRINTS = (room_pages, sample_pages, request_pages)
