"""The pages of reports."""

from readiness.reports.views.api import pages as api_pages
from readiness.reports.views.files import pages as file_pages
from readiness.reports.views.index import pages as index_pages
from readiness.reports.views.keys import pages as key_pages
from readiness.reports.views.schedules import pages as schedule_pages
from readiness.reports.views.show import pages as report_pages

BLUEPRINTS = (index_pages, report_pages, file_pages, schedule_pages, key_pages, api_pages)
