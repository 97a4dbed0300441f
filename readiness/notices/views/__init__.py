"""The pages of notices."""

from readiness.notices.views.hooking import pages as webhook_pages
from readiness.notices.views.outbox import pages as outbox_pages
from readiness.notices.views.tapping import pages as tap_pages

BLUEPRINTS = (tap_pages, outbox_pages, webhook_pages)
