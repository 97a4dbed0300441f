"""The pages of trends."""

from readiness.trends.views.course import pages as course_pages

BLUEPRINTS = (course_pages,)
