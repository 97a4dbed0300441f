"""What employees read on their own pages and in mails about them stands in Spanish too."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msgid": None}
OWN = [
    *(
        f"templates/{name}.html"
        for name in (
            "people/mine", "people/nobody", "certificates/of_mine", "compliance/of_mine", "classes/of_mine",
            "duty/of_mine", "evidence/of_mine", "evidence/send", "evidence/own", "evidence/parts", "evidence/tap",
            "evidence/tapped", "evidence/learned_of_mine",
        )
    ),
    "templates/mail/evidence.returned.txt",
    "templates/mail/evidence.approved.txt",
    *(f"readiness/{name}.py" for name in ("evidence/cleaning", "evidence/views/own", "certificates/held_plot")),
]  # fmt: skip


@pytest.fixture(scope="module")
def spanish() -> set[str]:
    with (ROOT / "readiness/translations/es.po").open("rb") as file:
        return {
            each.id if isinstance(each.id, str) else each.id[0]
            for each in read_po(file)
            if each.id and each.string
        }


@pytest.mark.parametrize("path", OWN)
def test_every_word_is_there(path: str, spanish: set[str]) -> None:
    method = "python" if path.endswith(".py") else "jinja2.ext:babel_extract"
    found = extract_from_file(method, ROOT / path, keywords=KEYWORDS)
    messages = [each[1] if isinstance(each[1], str) else each[1][0] for each in found]
    assert messages
    assert [each for each in messages if each not in spanish] == []
