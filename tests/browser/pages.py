"""The pages that the sweep looks at. Whoever adds a page adds its line."""

from dataclasses import dataclass

from readiness.web.access import Role


@dataclass(frozen=True)
class PageCase:
    """A page as the sweep opens it. No roles: it is opened without a sign-in. Pictures are of the first role."""

    name: str
    path: str
    roles: tuple[Role, ...] = ()
    status: int = 200


PAGES = (
    PageCase("start", "/"),
    PageCase("login", "/login"),
    PageCase("login-next", "/login?next=/people"),
    PageCase("not-found-signed-out", "/nowhere", status=404),
    PageCase("account", "/account", (Role.HR, Role.EMPLOYEE)),
    PageCase("account-other-day", "/account?as_of=2026-06-30&known_at=2026-07-02", (Role.AUDITOR,)),
    PageCase("account-password", "/account/password", (Role.AUDITOR, Role.EMPLOYEE)),
    PageCase("link-dead", "/links/nothing", status=404),
    PageCase("settings", "/settings", (Role.ADMIN, Role.EMPLOYEE)),
    PageCase("accounts", "/settings/accounts", (Role.ADMIN,)),
    PageCase("accounts-narrowed", "/settings/accounts?role=hr&state=enabled&q=ana", (Role.ADMIN,)),
    PageCase("accounts-refused", "/settings/accounts", (Role.HR,), status=403),
    PageCase("account-invite", "/settings/accounts/invite", (Role.ADMIN,)),
    PageCase("account-of-someone", "/settings/accounts/2", (Role.ADMIN,)),
    PageCase("account-edit", "/settings/accounts/2/edit", (Role.ADMIN,)),
    PageCase("wrong-day", "/account?as_of=yesterday", (Role.HR,), status=422),
    PageCase("imports", "/imports", (Role.HR,)),
    PageCase("design", "/settings/design", (Role.HR,)),
    PageCase(
        "design-narrowed", "/settings/design?at=York&at=Leeds&q=ana&sort=-name&density=compact", (Role.HR,)
    ),
    PageCase("people", "/people", (Role.HR, Role.MANAGER, Role.AUDITOR)),
    PageCase("people-found", "/people?q=an&standing=on_leave&sort=-staff_number&density=compact", (Role.HR,)),
    PageCase("people-nothing", "/people?q=nobodyhasthisname", (Role.HR,)),
    PageCase("person", "/people/1", (Role.HR, Role.AUDITOR)),
    PageCase("person-who-moved", "/people/60", (Role.HR,)),
    PageCase("person-add", "/people/add", (Role.HR,)),
    PageCase("person-edit", "/people/1/edit", (Role.HR,)),
    PageCase("person-move", "/people/1/move", (Role.HR,)),
    PageCase("person-leave", "/people/1/days/leave", (Role.HR,)),
    PageCase("person-employment", "/people/days/employment/1", (Role.HR,)),
    PageCase("sites", "/people/sites", (Role.HR, Role.MANAGER)),
    PageCase("site", "/people/sites/1", (Role.HR,)),
    PageCase("site-edit", "/people/sites/1/edit", (Role.HR,)),
    PageCase("departments", "/people/departments", (Role.HR,)),
    PageCase("certificates", "/certificates", (Role.HR, Role.MANAGER, Role.AUDITOR)),
    PageCase(
        "certificates-ending", "/certificates?ending=90&sort=until&holder=employed&periods=latest", (Role.HR,)
    ),
    PageCase("certificate", "/certificates/1", (Role.HR, Role.COORDINATOR)),
    PageCase("certificate-add", "/people/1/certificates/add", (Role.HR,)),
    PageCase("certificate-renew", "/certificates/1/renew", (Role.HR,)),
    PageCase("certificate-revoke", "/certificates/1/revoke", (Role.HR,)),
    PageCase("dashboard", "/dashboard", (Role.HR, Role.MANAGER, Role.AUDITOR)),
    PageCase("dashboard-other-day", "/dashboard?as_of=2026-06-30", (Role.AUDITOR,)),
    PageCase("compliance", "/compliance", (Role.HR, Role.MANAGER, Role.AUDITOR)),
    PageCase(
        "compliance-narrowed", "/compliance?status=gap&status=due&sort=site&density=compact", (Role.HR,)
    ),
    PageCase("compliance-other-day", "/compliance?as_of=2026-06-30", (Role.AUDITOR,)),
    PageCase(
        "finding", "/compliance/findings/mental-health-cover/one-per-ten/dallas", (Role.HR, Role.AUDITOR)
    ),
    PageCase("finding-of-people", "/compliance/findings/own-policy/managers-de-escalate/dallas", (Role.HR,)),
    PageCase("requirements", "/compliance/requirements", (Role.HR, Role.AUDITOR, Role.MANAGER)),
    PageCase(
        "requirement", "/compliance/requirements/mental-health-cover/one-per-ten", (Role.HR, Role.AUDITOR)
    ),
    PageCase("own-terms", "/compliance/requirements/mental-health-cover/one-per-ten/terms", (Role.HR,)),
    PageCase("requirement-checks", "/compliance/requirements/new", (Role.HR,)),
    PageCase("requirement-new", "/compliance/requirements/new?check=exercises_in_window", (Role.HR,)),
    PageCase("packs", "/compliance/packs", (Role.HR, Role.COORDINATOR)),
    PageCase("pack", "/compliance/packs/mental-health-cover", (Role.HR, Role.AUDITOR)),
    PageCase("pack-send", "/compliance/send-pack", (Role.HR,)),
    PageCase("pack-cease", "/compliance/packs/own-policy/cease", (Role.HR,)),
    PageCase("exemptions", "/compliance/exemptions", (Role.HR, Role.MANAGER)),
    PageCase("exemption-grant", "/compliance/exemptions/grant", (Role.HR,)),
    PageCase("exemption-withdraw", "/compliance/exemptions/1/withdraw", (Role.HR,)),
    PageCase("audit", "/audit", (Role.AUDITOR, Role.ADMIN)),
    PageCase("organisation", "/settings/general", (Role.HR, Role.ADMIN)),
    PageCase("kinds", "/settings/kinds", (Role.HR, Role.AUDITOR)),
    PageCase("kind", "/settings/kinds/pfa", (Role.HR,)),
    PageCase("kind-add", "/settings/add-kind", (Role.HR,)),
    PageCase("words", "/help/words", (Role.EMPLOYEE, Role.HR)),
    PageCase("handbook-list", "/handbook", (Role.COORDINATOR, Role.AUDITOR, Role.EMPLOYEE)),
    PageCase("handbook-publish", "/handbook/publish", (Role.COORDINATOR,)),
    PageCase("handbook-openings", "/handbook/openings", (Role.HR,)),
    PageCase("handbook-editions-none", "/handbook/editions", (Role.MANAGER,)),
    PageCase("handbook-protocol", "/handbook/protocols/suicide", (Role.COORDINATOR, Role.MANAGER)),
    PageCase("handbook-edit-text", "/handbook/protocols/suicide/edit/es", (Role.COORDINATOR,)),
    PageCase("handbook-edit-about", "/handbook/protocols/suicide/edit", (Role.HR,)),
    PageCase("handbook-begin", "/handbook/add-protocol", (Role.COORDINATOR,)),
    PageCase("handbook-retire", "/handbook/protocols/suicide/retire", (Role.HR,)),
    PageCase("handbook-clinician", "/handbook/protocols/suicide/revisions/1/clinician", (Role.HR,)),
    PageCase("handbook-readers-none", "/handbook/protocols/suicide/readers", (Role.HR,)),
    PageCase("resources", "/handbook/resources", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("resources-to-verify", "/handbook/resources/to-verify", (Role.COORDINATOR,)),
    PageCase("resources-hidden", "/handbook/resources/hidden", (Role.COORDINATOR,)),
    PageCase("resources-doubles", "/handbook/resources/doubles", (Role.COORDINATOR,)),
    PageCase("resources-plans", "/handbook/resources/plans", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("resources-add-plan", "/handbook/resources/add-plan", (Role.COORDINATOR,)),
    PageCase("handbook-lines", "/handbook/lines", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("handbook-line", "/handbook/lines/us-988", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("handbook-line-verify", "/handbook/lines/us-samhsa/verify", (Role.COORDINATOR,)),
    PageCase("handbook-line-correct", "/handbook/lines/us-988/correct", (Role.COORDINATOR,)),
    PageCase("handbook-line-add", "/handbook/add-line", (Role.COORDINATOR,)),
    PageCase("handbook-line-swap", "/handbook/lines/us-988-spanish/swap", (Role.COORDINATOR,)),
    PageCase("exercises", "/exercises", (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)),
    PageCase("exercises-narrowed", "/exercises?standing=held&kind=tabletop&sort=site", (Role.COORDINATOR,)),
    PageCase("exercise-plan", "/exercises/plan", (Role.COORDINATOR,)),
    PageCase("exercise-planned", "/exercises/38", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("exercise-console", "/exercises/38/run", (Role.COORDINATOR,)),
    PageCase("exercise-rate", "/exercises/38/rate", (Role.COORDINATOR,)),
    PageCase("exercise-report", "/exercises/38/report", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("exercise-held-without-a-run", "/exercises/1", (Role.COORDINATOR,)),
    PageCase("exercise-guide", "/exercises/38/guide", (Role.COORDINATOR,)),
    PageCase("exercise-actions-none", "/exercises/actions", (Role.COORDINATOR,)),
    PageCase("incidents-none", "/incidents", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("incident-new", "/incidents/new", (Role.MANAGER, Role.EMPLOYEE)),
    PageCase("incident-log", "/incidents/log", (Role.HR,)),
    PageCase("incident-readers", "/incidents/readers", (Role.ADMIN,)),
    PageCase("exercise-enter", "/e"),
    PageCase("exercise-code-dead", "/e/nothing", status=404),
    PageCase("duty", "/duty", (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)),
    PageCase("duty-week", "/duty/sites/1", (Role.COORDINATOR, Role.AUDITOR)),
    PageCase("duty-week-with-gaps", "/duty/sites/4", (Role.HR,)),
    PageCase("duty-week-empty", "/duty/sites/12", (Role.HR,)),
    PageCase("duty-add", "/duty/sites/1/add", (Role.COORDINATOR,)),
    PageCase("duty-shift", "/duty/shifts/1", (Role.COORDINATOR,)),
    PageCase("duty-absence", "/duty/sites/1/absence", (Role.COORDINATOR,)),
    PageCase("duty-card", "/duty/sites/1/card", (Role.COORDINATOR,)),
    PageCase("duty-kinds", "/duty/kinds", (Role.HR,)),
    PageCase("duty-consent", "/duty/people/1/consent", (Role.HR,)),
    PageCase("account-duty-of-nobody", "/account/duty", (Role.EMPLOYEE,)),
    PageCase("first-steps", "/welcome", (Role.HR,)),
)
