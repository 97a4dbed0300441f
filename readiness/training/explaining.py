"""Why somebody is in a plan, in a sentence; and how far the plan may be from the best there is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.foundation import words
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.training.advising import about_in_words


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for somebody. `language`: in which the class is held, and which they speak; '' where it is not said.

    `covers`: site, pack and clause of each gap, then the shifts or languages of it.
    """

    covers: Sequence[Sequence[str]]
    language: str
    until_on: date
    renews: bool
    load: int


def sentence(why: Why, site_names: Mapping[str, str], titles: Mapping[tuple[str, str], str]) -> str:
    """'Covers two gaps (…), speaks Spanish, certificate until 3 March 2029.'"""
    gaps = [
        _(
            "%(what)s at %(site)s",
            what=titles.get((pack, clause), clause),
            site=site_names.get(site, site) or _("no site"),
        )
        + (f" ({about_in_words(about)})" if about else "")
        for site, pack, clause, *about in why.covers
    ]
    parts = [
        ngettext(
            "Covers one gap: %(gaps)s", "Covers %(count)s gaps: %(gaps)s", len(gaps), gaps=words.join(gaps)
        )
    ]
    if why.language:
        parts.append(_("speaks %(language)s", language=why.language))
    if why.renews:
        parts.append(_("renews what they hold"))
    elif why.load == 0:
        parts.append(_("holds nothing else that is required"))
    if why.until_on == LAST_DAY:
        parts.append(_("certificate without an end"))
    else:
        parts.append(_("certificate until %(day)s", day=words.day(why.until_on)))
    return "; ".join(parts) + "."


def proven(worth: Sequence[int], bound: Sequence[int | None]) -> tuple[bool, str]:
    """Whether no plan is better; else in a sentence how much better one might be, as far as was proven."""
    if not worth or not bound:
        return False, ""
    if list(worth) == list(bound):
        return True, _("It is proven that no plan is better in days, seats, price or load.")
    names = (
        _("days on which somebody is missing"),
        _("seats"),
        _("price"),
        _("load on those who are asked"),
    )
    held: list[str] = []
    open_ones: list[str] = []
    told: list[str] = []
    for name, value, least in zip(names, worth, bound, strict=True):
        if value == least:
            held.append(name)
        elif least is None:
            open_ones.append(name)
        else:
            share = f"{(value - least) / value * 100:.2f}"
            told.append(
                _("In the %(what)s, no plan is more than %(share)s %% better.", what=name, share=share)
            )
    first = [_("Proven: no plan is better in the %(what)s.", what=words.join(held))] if held else []
    if open_ones:
        told.append(_("Nothing is proven about the %(what)s.", what=words.join(open_ones)))
    rest = [_("Each is compared with those before it unchanged.")]
    return False, " ".join([*first, *told, *rest])
