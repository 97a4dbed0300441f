"""Every kind of message can be written, in both languages, and nothing in it makes a header or a tag."""

import ast
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.foundation.errors import ConfigurationError
from readiness.notices.actions import Message, owe
from readiness.notices.claiming import Claimed
from readiness.notices.letters import Letter, as_html, as_text, kinds, letter_of
from readiness.notices.mailing import as_mail
from readiness.notices.messages import is_address
from tests.factories import change
from tests.notices.mailbox import Mailbox
from tests.notices.samples import CONTENTS

NOW = datetime(2026, 6, 30, 14, 6, tzinfo=UTC)
READINESS = Path(__file__).parent.parent.parent / "readiness"


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_can_be_written(kind: str, language: str) -> None:
    letter = letter_of(kind, CONTENTS[kind], language)
    text = as_text(letter, "https://readiness.harbor.org/tap/abc", "Harbor")
    assert letter.why in text
    for left in ("{{", "%(", "None", "Undefined"):
        assert left not in text + letter.subject
    assert letter.subject in as_html(letter, "", "Harbor").replace("&#39;", "'").replace("&#34;", '"')


def test_every_kind_that_the_sources_name_has_a_template() -> None:
    named = set()
    for path in READINESS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                arguments = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "kind")]
                named |= {each.value for each in arguments if isinstance(each, ast.Constant)}
    assert named <= set(kinds())


def test_a_kind_that_is_unknown_or_lacks_its_content_is_refused_when_it_is_owed(db: str) -> None:
    for message in (
        Message("a", "notices.no_such", "ana@harbor.org", {}, NOW),
        Message("b", "notices.test", "ana@harbor.org", {}, NOW),
    ):
        with pytest.raises(ConfigurationError, match="templates/mail/notices"), change() as opened:
            owe(message, opened)


@settings(max_examples=200)
@given(st.text(), st.sampled_from(["\r\n", "\n", "\r", "\x00", "\u2028", "\x85", ""]), st.text())
def test_nothing_that_somebody_typed_adds_a_header(before: str, line_end: str, after: str) -> None:
    hostile = f"{before}{line_end}Bcc: all@harbor.org{line_end}{line_end}{after}"
    assert not is_address(hostile)
    letter = letter_of("notices.test", {"by": hostile}, "en")
    letter = Letter(" ".join(hostile.split()) or "x", letter.body, letter.why, "", "en")
    claimed = Claimed(1, hostile, "k", "ana@harbor.org", {}, NOW, 0, "en", None, "", "", "", 0, False)
    try:
        sent = as_mail(claimed, letter, "", Mailbox().config).as_bytes()
    except ValueError:
        return  # refused by the library: nothing goes out
    headers = message_from_bytes(sent)
    assert headers["Bcc"] is None
    assert headers["To"] == "ana@harbor.org"
    assert len(headers.keys()) == len(set(headers.keys()))
