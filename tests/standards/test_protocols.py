"""Starter protocols: each stands for itself, in plain words, and shows no number that is not a line's record."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from readiness.foundation.errors import ConfigurationError
from readiness.standards import protocols as shipped
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import LANGUAGES, Protocol, References, load_protocols
from readiness.standards.reading import reading_grade

SLUGS = {
    "suicide", "overdose", "home", "aggression", "panic", "psychosis", "intoxication", "support", "shock",
    "bereavement", "depression", "disaster", "refusal", "threat", "relative", "aftercare", "helpers",
}  # fmt: skip
TOPICS = {
    "own-safety", "active-listening", "eye-contact", "posture", "silence", "rapport", "calm-sentences",
    "open-questions", "reflecting", "what-to-say", "what-not-to-say", "risk-levels", "safety-planning",
    "removing-danger", "staying-with", "psychological-first-aid", "critical-incident-stress", "defusing",
    "debriefing", "peer-support", "warning-signs-anxiety", "warning-signs-depression", "warning-signs-suicide",
    "warning-signs-substance", "overdose", "relapse", "naloxone", "dual-diagnosis", "domestic-violence-safety",
    "legal-help", "shelter", "children", "psychosis", "severe-depression", "panic", "culture", "language", "belief",
    "relaxation", "journaling", "mindfulness", "peer-groups", "counselling", "trauma-therapy", "stress-triggers",
    "return-to-work", "family-carers", "coaching-carers", "relative-refuses-treatment", "insurance-steps",
    "eap-steps", "threat-assessment", "schools", "compassion-fatigue",
}  # fmt: skip
REFERENCES = References(
    frozenset(name for name, line in load_crisis_lines().items() if line.verified),
    frozenset(load_certificate_kinds().by_code),
)


@pytest.fixture(scope="module")
def protocols() -> dict[str, Protocol]:
    return load_protocols(REFERENCES)


def test_there_is_one_for_each_situation_and_together_they_carry_the_field(
    protocols: dict[str, Protocol],
) -> None:
    assert protocols.keys() == SLUGS
    assert {topic for protocol in protocols.values() for topic in protocol.topics} == TOPICS


def test_no_number_stands_in_their_words(protocols: dict[str, Protocol]) -> None:
    """A number in a sentence would stay when its line changes."""
    for protocol in protocols.values():
        for language in LANGUAGES:
            words = " ".join(protocol.text(language).lines())
            assert not re.search(r"\d[\d -]{2,}\d", words), (protocol.slug, language)


def test_a_title_says_nothing_of_the_topic(protocols: dict[str, Protocol]) -> None:
    telling = {
        "suicid",
        "overdos",
        "sobredosis",
        "violen",
        "abus",
        "psycho",
        "psico",
        "drunk",
        "assault",
        "drog",
    }
    for protocol in protocols.values():
        for language in LANGUAGES:
            title = protocol.text(language).title.casefold()
            assert not any(word in title for word in telling), title


def test_every_phrase_leads_to_one_situation_only(protocols: dict[str, Protocol]) -> None:
    told: dict[str, str] = {}
    for slug, protocol in protocols.items():
        for language in LANGUAGES:
            for phrase in protocol.text(language).phrasings:
                assert told.setdefault(phrase.casefold(), slug) == slug, phrase


def written(folder: Path, slug: str = "suicide", **changes: Any) -> Path:
    """The folder with a copy of a shipped file in which something was changed."""
    text = (shipped.SHIPPED / f"{slug}.toml").read_text(encoding="utf-8")
    for was, now in changes.items():
        text = text.replace(was, now)
    (folder / f"{slug}.toml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load_protocols(REFERENCES, folder)
    return str(refused.value)


def test_what_it_names_must_be_known_and_verified(tmp_path: Path) -> None:
    text = (shipped.SHIPPED / "suicide.toml").read_text(encoding="utf-8")
    lines = tomllib.loads(text)["lines"]
    (tmp_path / "suicide.toml").write_text(
        text.replace(f'"{lines[0]}"', '"us-crisis-text"'), encoding="utf-8"
    )
    said = faults_of(tmp_path)
    assert "suicide.toml, lines: 'us-crisis-text' is no verified crisis line." in said
    assert "next: 'aftercare' is no other protocol." in said  # it stands alone in this folder


def test_hard_words_are_refused(tmp_path: Path) -> None:
    text = (shipped.SHIPPED / "panic.toml").read_text(encoding="utf-8")
    hard = "Immediately communicate organizational accountability considerations notwithstanding institutional impediments"
    for step in tomllib.loads(text)["en"]["steps"]:
        text = text.replace(f'do = "{step["do"]}"', f'do = "{hard}"')
    (tmp_path / "panic.toml").write_text(text, encoding="utf-8")
    assert "panic.toml, en.steps: are of reading grade" in faults_of(tmp_path)


def test_two_that_say_the_same_are_refused(tmp_path: Path) -> None:
    for name in ("suicide", "panic"):
        written(tmp_path, name)
    (tmp_path / "panic.toml").write_text(
        (tmp_path / "suicide.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert "steps in en: each is its own." in faults_of(tmp_path)


@pytest.mark.parametrize(
    ("text", "language", "lowest", "highest"),
    [
        ("The cat sat on the mat.", "en", 0.0, 1.0),
        ("Stay with them. Call for help.", "en", 0.0, 1.0),
        (
            "Psychological interventions necessitate organisational accountability and institutional responsibility.",
            "en",
            15.0,
            60.0,
        ),
        ("El gato come pan.", "es", 0.0, 2.5),
        (
            "Las intervenciones psicológicas requieren responsabilidad institucional y consideraciones organizacionales.",
            "es",
            8.5,
            60.0,
        ),
    ],
)
def test_hard_texts_have_a_high_grade_and_easy_ones_a_low_one(
    text: str, language: str, lowest: float, highest: float
) -> None:
    assert lowest <= reading_grade([text], language) <= highest


def test_nothing_to_read_has_no_grade() -> None:
    assert reading_grade(["988", ""], "en") == 0.0
