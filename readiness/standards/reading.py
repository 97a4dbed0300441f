"""How hard a text is to read, as a school grade: Flesch-Kincaid for English, Crawford for Spanish. Pure.

English: J. P. Kincaid and others, Derivation of New Readability Formulas for Navy Enlisted Personnel (1975).
Spanish: A. N. Crawford, Fórmula y gráfico para determinar la comprensibilidad de textos del nivel primario en
castellano, Lectura y Vida 10 (1989).
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import pyphen

TARGET, HARDEST = 6.0, 8.0
"""The grade that is aimed at, and the one above which nothing is approved."""

LANGUAGES = {"en": "en_US", "es": "es"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")


def reading_grade(texts: Iterable[str], language: str) -> float:
    """The grade of some texts together, to one digit; each text ends its sentence. 0 where there is no word.

    Figures are left out: a telephone number is read as it stands. Raises KeyError for a language without a formula.
    """
    dictionary = LANGUAGES[language]
    counted = [_counted(text, dictionary) for text in texts]
    sentences, words, syllables = (sum(counts[part] for counts in counted) for part in range(3))
    if not words:
        return 0.0
    if language == "es":
        grade = -0.205 * (100 * sentences / words) + 0.049 * (100 * syllables / words) - 3.407
    else:
        grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    return round(max(grade, 0.0), 1)


# The pages of the handbook ask this of every text, each time, and hardly one has changed since.
@lru_cache(maxsize=10_000)
def _counted(text: str, dictionary: str) -> tuple[int, int, int]:
    """The sentences, words and syllables of a text."""
    words = _WORD.findall(text)
    if not words:
        return 0, 0, 0
    sentences = max(1, len([part for part in _SENTENCE.split(text) if _WORD.search(part)]))
    return sentences, len(words), sum(len(_dictionary(dictionary).positions(word)) + 1 for word in words)


@cache
def _dictionary(name: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=name)
