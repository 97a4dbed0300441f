"""The pages of incidents."""

from readiness.incidents.views.caring import pages as caring_pages
from readiness.incidents.views.recording import pages as recording_pages
from readiness.incidents.views.sealing import pages as sealing_pages
from readiness.incidents.views.showing import pages as showing_pages
from readiness.incidents.views.violence import pages as log_pages

BLUEPRINTS = (recording_pages, showing_pages, caring_pages, sealing_pages, log_pages)
