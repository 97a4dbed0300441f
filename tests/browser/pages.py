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
    PageCase("wrong-day", "/account?as_of=yesterday", (Role.HR,), status=422),
    PageCase("design", "/settings/design", (Role.HR,)),
    PageCase(
        "design-narrowed", "/settings/design?at=York&at=Leeds&q=ana&sort=-name&density=compact", (Role.HR,)
    ),
)
