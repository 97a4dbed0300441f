"""Pages of those who take part speak their language: the browser's, or the one that they choose."""

from typing import Any

from flask import Blueprint, g, request

from readiness.foundation import words
from readiness.standards.protocols import LANGUAGES


def speak_to_visitors(pages: Blueprint) -> None:
    """Let every page of a blueprint speak the language of ?lang=, else the browser's; its own links carry it on."""

    @pages.before_request
    def speak() -> None:
        asked = request.args.get("lang", "")
        g.chosen_language = asked if asked in LANGUAGES else ""
        accepted = request.headers.get("Accept-Language", "")
        words.speak(g.chosen_language or words.preferred_language(accepted, LANGUAGES))

    @pages.url_defaults
    def keep(_endpoint: str, values: dict[str, Any]) -> None:
        if g.get("chosen_language"):
            values.setdefault("lang", g.chosen_language)

    @pages.context_processor
    def other() -> dict[str, str]:
        return {"other_language": next(each for each in LANGUAGES if each != words.language())}
