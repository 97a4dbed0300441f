"""Every kind of file that can be imported, by its name; here, since it is the highest room that has one."""

from readiness.certificates.certificate_import import CertificateImport
from readiness.imports.actions import ImportKind
from readiness.lines.queries import superseded_numbers
from readiness.people.made_sites import UsualPlace
from readiness.people.site_import import SiteDefaults, SiteImport
from readiness.people.staff_import import StaffImport
from readiness.resources.resource_import import ResourceImport
from readiness.standards.certificate_kinds import CertificateKinds


def import_kinds(kinds: CertificateKinds, country: str, time_zone: str) -> dict[str, ImportKind]:
    """The kinds of import; country and time zone are what a site has where its file does not say."""
    return {
        "staff": StaffImport(UsualPlace(country, time_zone)),
        "certificates": CertificateImport(kinds),
        "sites": SiteImport(SiteDefaults(country, time_zone)),
        "resources": ResourceImport(superseded_numbers),
    }
