"""Who is there when help is needed: a responder on each shift, and trained people who speak the languages."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from pydantic import Field, model_validator

from readiness.compliance.checks.holding import CERTIFICATE
from readiness.compliance.checks.in_parts import InParts, Part, nobody_works_here, verdict_of
from readiness.compliance.checks.on_record_examples import RecordExample
from readiness.compliance.checks.protocols import languages_unknown
from readiness.compliance.checks.registry import About, Called, Subject, check
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.records import SiteDay, SiteRecords
from readiness.duty.week import WEEKDAYS
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

WEEK = 7
Slot = tuple[date, int, int]


class ResponderPerShift(InParts):
    reads: ClassVar[frozenset[str]] = frozenset({"rota"})
    certificate: str = Field(
        default="",
        title=CERTIFICATE,
        description=msgid("Only those who hold it count. None: everyone on the rota does."),
    )
    at_least: int = Field(default=1, ge=1, strict=True, title=msgid("Responders at least"))

    def slots(self, facts: SiteDay) -> Counter[Slot]:
        """Every shift of the seven days from the day on, with how many count on it; leave and absences taken off."""
        there: Counter[Slot] = Counter()
        for number in range(min(WEEK, (LAST_DAY - facts.day).days + 1)):
            day = facts.day + timedelta(days=number)
            for shift in facts.records.on_record.rota:
                if shift.weekday == day.weekday() and shift.days.holds(day):
                    slot = (day, shift.from_minute, shift.until_minute)
                    there[slot] += shift.counts_on(day, self.certificate)
        return there

    def parts(self, facts: SiteDay) -> list[Part]:
        return [
            Part(_shift_in_words(slot), count >= self.at_least)
            for slot, count in sorted(self.slots(facts).items())
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for shift in records.on_record.rota:
            for bound in shift.bounds():
                for before in range(WEEK):
                    if (bound - FIRST_DAY).days >= before:
                        yield bound - timedelta(days=before)

    def asks_less_than(self, other: "ResponderPerShift") -> bool:
        is_other = bool(other.certificate) and self.certificate != other.certificate
        return is_other or self.at_least < other.at_least


def _shift_in_words(slot: Slot) -> str:
    """'Monday 08:00–16:00'."""
    day, start, end = slot
    return f"{_(WEEKDAYS[day.weekday()])} {_clock(start)}–{_clock(end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@check(
    Subject.SITE, ResponderPerShift, RecordExample, Called(About.PEOPLE, msgid("Responders on each shift"))
)
def responder_per_shift(terms: ResponderPerShift, facts: SiteDay) -> Verdict:
    """So many responders are there on each shift of the rota in the seven days from the day on, leave taken off."""
    if facts.headcount == 0:
        return nobody_works_here()
    parts = terms.parts(facts)
    if not parts:
        why = _("Cannot tell: no rota is recorded here for these days.")
        return Verdict(Status.CANNOT_TELL, why=why, missing=(MissingFact.ROTA,))
    return verdict_of(parts)


class PeopleSpeak(InParts):
    reads: ClassVar[frozenset[str]] = frozenset({"spoken"})
    certificate: str = Field(title=CERTIFICATE)
    languages: tuple[str, ...] = Field(
        default=(), title=msgid("Languages"), description=msgid("Two letters, such as es; one a line.")
    )
    percent: int | None = Field(
        default=None,
        ge=1,
        le=100,
        strict=True,
        title=msgid("Percent of those who work there"),
        description=msgid("In every language that so many of them speak."),
    )
    at_least: int = Field(default=1, ge=1, strict=True, title=msgid("People at least"))

    @model_validator(mode="after")
    def _one_is_needed(self) -> "PeopleSpeak":
        if not self.languages and self.percent is None:
            raise ValueError("one of 'languages' and 'percent' is needed")
        return self

    def asked(self, facts: SiteDay) -> tuple[list[str], bool]:
        """The languages that are asked for, and whether there may be others."""
        spoken: list[str] = []
        is_unsure = False
        if self.percent is not None:
            spoken, is_unsure = facts.records.on_record.spoken.spoken_by(self.percent, facts.day)
        return list(dict.fromkeys((*self.languages, *spoken))), is_unsure

    def parts(self, facts: SiteDay) -> list[Part]:
        spoken = facts.records.on_record.spoken
        return [
            Part(language, spoken.holding(self.certificate, language, facts.day) >= self.at_least)
            for language in self.asked(facts)[0]
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        return records.on_record.spoken.change_days()

    def asks_less_than(self, other: "PeopleSpeak") -> bool:
        is_other = self.certificate != other.certificate or self.at_least < other.at_least
        of_fewer = other.percent is not None and (self.percent is None or self.percent > other.percent)
        return is_other or of_fewer or not set(other.languages) <= set(self.languages)


@check(
    Subject.SITE,
    PeopleSpeak,
    RecordExample,
    Called(About.PEOPLE, msgid("People who hold a certificate speak a language")),
)
def people_speak(terms: PeopleSpeak, facts: SiteDay) -> Verdict:
    """In each language that is asked for, so many people who hold the certificate are there, leave taken off."""
    if facts.headcount == 0:
        return nobody_works_here()
    spoken, (asked, is_unsure) = facts.records.on_record.spoken, terms.asked(facts)
    verdict = verdict_of(terms.parts(facts))
    short = [each for each in asked if spoken.holding(terms.certificate, each, facts.day) < terms.at_least]
    unknown = spoken.holding(terms.certificate, "", facts.day)
    # Holders of whom no language is known might speak what is missing: only what they could not make up is a gap.
    may_do = all(
        spoken.holding(terms.certificate, each, facts.day) + unknown >= terms.at_least for each in short
    )
    if not asked or (not short and is_unsure) or (short and may_do):
        return _who_is_unknown(facts, unknown)
    return verdict


def _who_is_unknown(facts: SiteDay, holders: int) -> Verdict:
    if not holders:
        return languages_unknown(facts)
    why = _("Cannot tell: of %(count)s who hold it no language is recorded.", count=holders)
    return Verdict(Status.CANNOT_TELL, why=why, missing=(MissingFact.SPOKEN,))
