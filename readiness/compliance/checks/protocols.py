"""Protocols: in place and approved, read again in time, in the languages that people speak, read by whom they cover."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from pydantic import Field, StrictBool

from readiness.compliance.checks.holding import is_named
from readiness.compliance.checks.in_parts import (
    InParts,
    Lately,
    OfProtocols,
    Part,
    no_protocol_in_place,
    nobody_works_here,
    of_protocol,
    verdict_of,
)
from readiness.compliance.checks.on_record_examples import ReaderExample, RecordExample
from readiness.compliance.checks.registry import About, Called, CheckTerms, Look, Subject, check
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.on_record import ProtocolText, days_of
from readiness.compliance.days.records import Acknowledged, PersonDay, SiteDay, SiteRecords
from readiness.foundation.temporal import FIRST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

_OF_PROTOCOLS = frozenset({"protocols"})


class ProtocolsInPlace(InParts):
    reads: ClassVar[frozenset[str]] = _OF_PROTOCOLS
    protocols: tuple[str, ...] = Field(
        min_length=1,
        title=msgid("Protocols"),
        description=msgid("By the last part of their address, such as ‘suicide’; one a line."),
    )

    def parts(self, facts: SiteDay) -> list[Part]:
        known = facts.records.on_record
        return [
            Part(known.title_of(slug), known.text_on(slug, facts.day) is not None) for slug in self.protocols
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        return records.on_record.protocol_days()

    def asks_less_than(self, other: "ProtocolsInPlace") -> bool:
        return not set(other.protocols) <= set(self.protocols)


@check(Subject.SITE, ProtocolsInPlace, RecordExample, Called(About.HANDBOOK, msgid("Protocols are in place")))
def protocols_in_place(terms: ProtocolsInPlace, facts: SiteDay) -> Verdict:
    """Each of these protocols is in place: a text of it was approved by somebody else, and it is not retired."""
    return verdict_of(terms.parts(facts))


class ProtocolsReviewedWithin(OfProtocols, Lately):
    reads: ClassVar[frozenset[str]] = _OF_PROTOCOLS
    by_clinician: StrictBool = Field(
        default=False,
        title=msgid("By a clinician"),
        description=msgid("Then neither an approval nor a signature that it still holds is enough."),
    )

    def done(self, text: ProtocolText) -> Sequence[date]:
        """The days on which a text was read in the way that is asked for."""
        if self.by_clinician:
            return text.read_by_clinician
        return [text.in_place.from_on, *text.reviewed, *text.read_by_clinician]

    def parts(self, facts: SiteDay) -> list[Part]:
        known = facts.records.on_record
        return [
            of_protocol(
                known.title_of(slug), text, text is not None and self.is_lately(self.done(text), facts.day)
            )
            for slug in self.asked(facts)
            for text in [known.text_on(slug, facts.day)]
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        yield from records.on_record.protocol_days()
        for texts in records.on_record.protocols.values():
            for each in texts:
                yield from self.days_of_all(self.done(each))

    def asks_less_than(self, other: "ProtocolsReviewedWithin") -> bool:
        is_weaker = other.by_clinician > self.by_clinician
        return self.asks_of_fewer(other) or is_weaker or not self.surely_within(other)


@check(
    Subject.SITE,
    ProtocolsReviewedWithin,
    RecordExample,
    Called(About.HANDBOOK, msgid("Protocols are reviewed in time")),
)
def protocols_reviewed_within(terms: ProtocolsReviewedWithin, facts: SiteDay) -> Verdict:
    """Each protocol was approved, or signed for that it still holds, within the window that ends on the day."""
    parts = terms.parts(facts)
    return verdict_of(parts) if parts else no_protocol_in_place()


class ProtocolLanguages(OfProtocols):
    reads: ClassVar[frozenset[str]] = frozenset({"protocols", "spoken"})
    percent: int = Field(
        ge=1,
        le=100,
        strict=True,
        title=msgid("Percent of those who work there"),
        description=msgid("In every language that so many of them speak."),
    )

    def parts(self, facts: SiteDay) -> list[Part]:
        """A part for each protocol and language."""
        known = facts.records.on_record
        spoken, _is_unsure = known.spoken.spoken_by(self.percent, facts.day)
        return [
            of_protocol(
                f"{known.title_of(slug)} ({language})", text, text is not None and language in text.languages
            )
            for slug in self.asked(facts)
            for text in [known.text_on(slug, facts.day)]
            for language in spoken
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        yield from records.on_record.protocol_days()
        yield from records.on_record.spoken.change_days()

    def asks_less_than(self, other: "ProtocolLanguages") -> bool:
        return self.asks_of_fewer(other) or self.percent > other.percent


@check(
    Subject.SITE,
    ProtocolLanguages,
    RecordExample,
    Called(About.HANDBOOK, msgid("Protocols are in the languages of the staff")),
)
def protocol_languages(terms: ProtocolLanguages, facts: SiteDay) -> Verdict:
    """The protocols are written in every language that such a share of those who work at the site speak."""
    if facts.headcount == 0:
        return nobody_works_here()
    known = facts.records.on_record
    if not terms.asked(facts):
        return no_protocol_in_place()
    spoken, is_unsure = known.spoken.spoken_by(terms.percent, facts.day)
    verdict = verdict_of(terms.parts(facts))
    if verdict.status is Status.MET and (is_unsure or not spoken):
        return languages_unknown(facts)
    return verdict


def languages_unknown(facts: SiteDay) -> Verdict:
    """That it is not known who speaks what: the site can say what is spoken there."""
    spoken = facts.records.on_record.spoken
    why = _(
        "Cannot tell: of %(unknown)s of %(heads)s people here no language is recorded, and the site has none.",
        unknown=spoken.speakers("", facts.day),
        heads=spoken.heads.on(facts.day),
    )
    return Verdict(Status.CANNOT_TELL, why=why, missing=(MissingFact.LANGUAGES,))


class ProtocolAcknowledged(CheckTerms):
    reads: ClassVar[frozenset[str]] = frozenset({"protocols", "acknowledged"})
    protocols: tuple[str, ...] = Field(
        min_length=1,
        title=msgid("Protocols"),
        description=msgid("By the last part of their address, such as ‘suicide’; one a line."),
    )
    within_days: int = Field(
        default=0,
        ge=0,
        strict=True,
        title=msgid("Days of time"),
        description=msgid("After the text is approved, someone begins, or works as something else. 0: none."),
    )
    again_on_change: StrictBool = Field(
        default=True, title=msgid("Again when someone works at another place, or as something else")
    )
    job_titles: tuple[str, ...] = Field(
        default=(),
        title=msgid("Job titles"),
        description=msgid("One a line, as the staff list has them. None: whatever the job title."),
    )

    @property
    def days_given(self) -> int:
        return self.within_days

    @property
    def looks_at(self) -> frozenset[Look]:
        return frozenset()

    def begins_on(self, facts: PersonDay) -> date:
        """The latest day on which someone began here, or began to do what they do."""
        return max(facts.joined_on, facts.role_from) if self.again_on_change else facts.joined_on

    def has_read(self, slug: str, text: ProtocolText, facts: PersonDay) -> bool:
        begins_on = self.begins_on(facts)
        return any(
            (each.slug, each.number) == (slug, text.number) and begins_on <= each.acknowledged_on <= facts.day
            for each in facts.acknowledged
        )

    def texts_on(self, facts: PersonDay) -> dict[str, ProtocolText]:
        """The text of each protocol that is in place on the day."""
        return {
            slug: text
            for slug in self.protocols
            for text in facts.protocols.get(slug, ())
            if text.in_place.holds(facts.day)
        }

    def unread(self, facts: PersonDay) -> list[ProtocolText]:
        return [text for slug, text in self.texts_on(facts).items() if not self.has_read(slug, text, facts)]

    def has_time(self, text: ProtocolText, facts: PersonDay) -> bool:
        began = max(text.in_place.from_on, self.begins_on(facts))
        return self.within_days > 0 and (facts.day - began).days <= self.within_days

    def reading_days(
        self,
        protocols: Mapping[str, Sequence[ProtocolText]],
        began: Sequence[date],
        acknowledged: Sequence[Acknowledged],
    ) -> Iterator[date]:
        texts = [text for slug in self.protocols for text in protocols.get(slug, ())]
        for text in texts:
            yield from days_of(text.in_place)
        for day in (*began, *(text.in_place.from_on for text in texts)):
            if day > FIRST_DAY:
                yield day + timedelta(days=self.within_days + 1)
        for each in acknowledged:
            yield each.acknowledged_on

    def asks_less_than(self, other: "ProtocolAcknowledged") -> bool:
        is_of_fewer = bool(self.job_titles) and not (
            other.job_titles and set(other.job_titles) <= set(self.job_titles)
        )
        is_once = other.again_on_change > self.again_on_change
        less = not set(other.protocols) <= set(self.protocols)
        return less or is_of_fewer or is_once or self.within_days > other.within_days


@check(
    Subject.PERSON,
    ProtocolAcknowledged,
    ReaderExample,
    Called(About.PEOPLE, msgid("People read the protocols")),
)
def protocol_acknowledged(terms: ProtocolAcknowledged, facts: PersonDay) -> Verdict | None:
    """Each person said that they read the protocols: when they began, when the text or what they do changed."""
    if terms.job_titles and not is_named(facts.job_title, terms.job_titles):
        return None
    texts = terms.texts_on(facts)
    if not texts:
        return Verdict(Status.NOT_APPLICABLE, why=_("None of these protocols is in place."))
    unread = terms.unread(facts)
    status = Status.MET
    if unread:
        status = Status.DUE if all(terms.has_time(text, facts) for text in unread) else Status.GAP
    return Verdict(status, len(texts), len(texts) - len(unread))
