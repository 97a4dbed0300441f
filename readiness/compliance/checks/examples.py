"""The facts that a worked example of a check may name, as a pack's file writes them."""

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from readiness.compliance.checks.nearness import is_without_care
from readiness.compliance.days.records import (
    Attended,
    ExerciseKind,
    HeldExercise,
    Learned,
    OfferedDebrief,
    OpenedAction,
    PersonDay,
    SiteDay,
    SiteRecords,
    Topic,
    Trait,
)
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import NO_SITE, CareFact
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.standards.packs import Applies


class ExampleFacts(BaseModel):
    """The facts of a worked example."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceExample(ExampleFacts):
    """What an example of any check may say of the place: one that names no hazard, no care, is not about it."""

    hazard: str = ""
    care_minutes: int | None = Field(default=None, ge=0, strict=True)

    def has_hazard_of(self, applies: Applies) -> bool:
        """Whether it is one of those that a clause asks about."""
        asked = {each.casefold() for each in applies.hazard}
        return not self.hazard or not asked or self.hazard.casefold() in asked

    def is_without_care(self, applies: Applies, day: date) -> bool | None:
        """Whether no care is near; None where that depends on the hazard, which is not named."""
        care = () if self.care_minutes is None else (CareFact(day, self.care_minutes),)
        return is_without_care(applies, replace(NO_SITE, hazard=self.hazard, care=care), day)


class HeldFact(ExampleFacts):
    """One exercise, where several of an example differ. `is_incident`: a real one, credited for the clause."""

    on: date
    kind: ExerciseKind = "drill"
    topic: Topic | None = None
    shift: str = ""
    announced: StrictBool = True
    traits: tuple[Trait, ...] = ()
    participants: int | None = None
    signed_on: date | None = None
    is_incident: StrictBool = False

    def exercise(self) -> HeldExercise:
        return HeldExercise(
            self.on,
            self.kind,
            self.topic or "",
            self.shift,
            self.announced,
            frozenset(self.traits),
            self.participants,
            self.signed_on,
            ("", "") if self.is_incident else None,
        )


class ActionFact(ExampleFacts):
    opened_on: date
    due_on: date
    done_on: date | None = None
    closed_on: date | None = None


class IncidentFact(ExampleFacts):
    on: date
    offered_on: date | None = None


class SiteExample(ExampleFacts):
    headcount: int = Field(default=1, ge=0, strict=True)
    holders: int = Field(default=0, ge=0, strict=True)
    held_on: tuple[date, ...] = ()
    kind: ExerciseKind = "drill"
    held: tuple[HeldFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    incidents: tuple[IncidentFact, ...] = ()
    attended: int = Field(default=0, ge=0, strict=True)
    asked_from: date = FIRST_DAY

    def facts(self, day: date, terms: Any) -> SiteDay:
        holders = {terms.counted: self.holders} if terms.counted else {}
        alike = [HeldExercise(held_on, self.kind) for held_on in self.held_on]
        held = [each for each in (*alike, *(fact.exercise() for fact in self.held)) if each.held_on <= day]
        records = SiteRecords(
            held,
            [OpenedAction(*each.model_dump().values()) for each in self.actions],
            [OfferedDebrief(each.on, each.offered_on) for each in self.incidents],
            [Attended(person, day, [Spell(FIRST_DAY, LAST_DAY)]) for person in range(self.attended)],
        )
        return SiteDay(day, self.headcount, holders, records, self.asked_from)


class PersonExample(ExampleFacts):
    joined_on: date = date(2000, 1, 1)
    job_title: str = ""
    department: str = ""
    holds: StrictBool = False
    issued_on: date | None = None
    """When what they hold was issued; on the day itself where it is not said."""
    evidence: StrictBool | None = None

    def facts(self, day: date, _terms: Any) -> PersonDay:
        return PersonDay(
            day,
            self.joined_on,
            self.job_title,
            self.department,
            holds=self.holds or self.issued_on is not None or self.evidence is not None,
            has_evidence=bool(self.evidence),
            issued_on=self.issued_on or day,
        )


class LearningExample(ExampleFacts):
    """What someone learned: on these days, for so many hours each, about one topic."""

    joined_on: date = date(2000, 1, 1)
    job_title: str = ""
    holds: StrictBool = False
    done_on: tuple[date, ...] = ()
    hours_each: int = Field(default=1, ge=0, strict=True)
    topic: str = ""

    def facts(self, day: date, _terms: Any) -> PersonDay:
        learned = [Learned(done_on, self.hours_each * 60, self.topic) for done_on in self.done_on]
        return PersonDay(day, self.joined_on, self.job_title, "", self.holds, learned=learned)
