"""The pages of compliance."""

from readiness.compliance.views.crediting import pages as crediting_pages
from readiness.compliance.views.exemptions import pages as exemptions_pages
from readiness.compliance.views.findings import pages as findings_pages
from readiness.compliance.views.overview import pages as overview_pages
from readiness.compliance.views.packs import pages as packs_pages
from readiness.compliance.views.proposals import pages as proposals_pages
from readiness.compliance.views.requirements import pages as requirements_pages

BLUEPRINTS = (
    findings_pages,
    requirements_pages,
    packs_pages,
    exemptions_pages,
    proposals_pages,
    crediting_pages,
    overview_pages,
)
