"""The page on running it names every setting, with what it is by itself, and no other."""

import re

from pydantic import SecretStr

from config import PREFIX, Config
from tests.commands import ROOT

ROW = re.compile(r"^\| `(READINESS_[A-Z_]+)` \| (?:`([^`]+)`|none) \| \S", re.MULTILINE)


def test_the_page_on_running_it_tells_each_setting_and_its_default() -> None:
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert dict(ROW.findall(page)) == {
        f"{PREFIX}{name.upper()}": _by_itself(field.default) for name, field in Config.model_fields.items()
    }


def _by_itself(default: object) -> str:
    return default.get_secret_value() if isinstance(default, SecretStr) else str(default)
