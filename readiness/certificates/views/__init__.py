"""The pages of certificates."""

from readiness.certificates.views.certificates import pages as certificates_pages
from readiness.certificates.views.changing import pages as changing_pages
from readiness.certificates.views.several import pages as several_pages

BLUEPRINTS = (
    certificates_pages,
    changing_pages,
    several_pages,
)
