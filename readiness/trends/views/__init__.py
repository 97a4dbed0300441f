"""The pages of trends."""

from readiness.trends.views.coming import pages as coming_pages
from readiness.trends.views.course import pages as course_pages
from readiness.trends.views.sites import pages as site_pages

BLUEPRINTS = (course_pages, site_pages, coming_pages)
