"""Every page × every role, also those that may not see it: axe finds nothing at two widths, in two themes.

The sweep that runs each time looks at each page by the roles for which it differs; this one leaves none out.
"""

import pytest

from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import look_through
from tests.browser.pages import PAGES, PageCase

REFUSED = {403, 404}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("case", [page for page in PAGES if page.roles], ids=lambda page: page.name)
def test_page_of_role(visitor: Visitor, case: PageCase, role: Role) -> None:
    page = visitor.open("about:blank", role)
    answer = page.goto(case.path)
    assert answer is not None
    assert answer.status == case.status or (role not in case.roles and answer.status in {200, *REFUSED})
    look_through(page)
    # The browser itself says in the console that a page was refused.
    visitor.complaints[:] = [text for text in visitor.complaints if "Failed to load resource" not in text]
