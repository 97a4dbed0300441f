"""One content of each kind of message, as its owner writes it. Whoever adds a kind adds one here."""

from typing import Any

CONTENTS: dict[str, dict[str, Any]] = {
    "notices.test": {"by": "Ana Ruiz"},
}
