"""The pages of notices."""

from readiness.notices.views.tapping import pages as tap_pages

BLUEPRINTS = (tap_pages,)
