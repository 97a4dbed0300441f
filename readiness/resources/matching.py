"""Which needs a service meets, and what people mean by what they type: taxonomy first, words second. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from operator import itemgetter

from readiness.resources.objects import Object
from readiness.standards.needs import Need

SURE, LIKELY, MAYBE = 3, 2, 1


def plain(text: str) -> str:
    """Words as they are compared: small letters without accents, one blank between."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.findall(r"[a-z0-9]+", kept))


def needs_met(service: Object, terms: Iterable[Object], needs: Mapping[str, Need]) -> dict[str, int]:
    """By need, how surely a service meets it: by a code or term of its own, by a code near it, by words."""
    terms = list(terms)
    term_codes = [each.text("code") for each in terms if _is_code(each.text("code"))]
    names = {each.text("name").casefold() for each in terms}
    name = f" {plain(service.text('name'))} {plain(service.text('alternate_name'))} "
    about = f" {plain(service.text('description'))} "
    found = {}
    for need in needs.values():
        sureness = _sureness(need, term_codes, names, name, about)
        if sureness:
            found[need.id] = sureness
    return found


def _sureness(need: Need, term_codes: list[str], names: set[str], name: str, about: str) -> int:
    own = [code for code in term_codes if not code.startswith(need.never_codes or ("\0",))]
    if any(code.startswith(need.codes) for code in own) or not names.isdisjoint(need.terms):
        return SURE
    if _has(name, _plain_words(need.never_words)):
        return 0
    if need.also and any(code.startswith(need.also) for code in own):
        return LIKELY
    if any(_has(f" {plain(each)} ", _plain_words(need.words)) for each in names) and not term_codes:
        return LIKELY
    if _has(name, _plain_words(need.words)) and not any(
        code.startswith(need.never_codes or ("\0",)) for code in term_codes
    ):
        return MAYBE if term_codes else LIKELY
    # A service that has codes is known by them; its description names much that it sends people to elsewhere.
    return MAYBE if not names and _has(about, _plain_words(need.words)) else 0


def _is_code(code: str) -> bool:
    return re.match(r"[A-Z]{1,2}(?:-\d|$)", code) is not None


def _has(text: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in text for word in words)


@cache
def _plain_words(words: frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(each) for each in words)


class NeedsMeant:
    """Tells which need is meant by what someone types."""

    def __init__(self, needs: Mapping[str, Need]) -> None:
        # By their first words: whatever begins otherwise need not be looked for.
        self._by_first: dict[str, list[tuple[str, int, Need]]] = {}
        for place, need in enumerate(needs.values()):
            for told in _plain_words((need.title, need.title_es, *need.words, *need.terms)):
                if told:
                    self._by_first.setdefault(told.split()[0], []).append((told, -place, need))

    def by(self, typed: str) -> Need | None:
        """The one of which the longest words were typed; None where it is none that we know."""
        words = plain(typed).split()
        asked = f" {' '.join(words)} "
        told = (each for word in set(words) for each in self._by_first.get(word, ()))
        found = [(len(words), place, need) for words, place, need in told if f" {words} " in asked]
        if not found:
            return None
        need = max(found, key=itemgetter(0, 1))[2]
        # Whoever types 'animal shelter' means no need that shelters people.
        return None if _has(asked, _plain_words(need.never_words)) else need
