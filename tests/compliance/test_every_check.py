"""Random facts of every kind on record: what each check says, by any knowledge, is what a slow, plain model says."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from tests.conftest import close
from tests.factories import MEASURE, adopt, make_person, make_site
from tests.histories import empty
from tests.on_record import EVERY_CHECK, SPAN, START, Shelf, clear_shelf, put

ADOPTED, ONE = date(2025, 12, 1), timedelta(days=1)
AT = "aab"
"""Where each of three people works, always."""
Put = tuple[str, int, str, date, int]
Answer = tuple[str, int | None, int | None]
NOT_ASKED: Answer = ("not_applicable", None, None)


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def counted(need: int, have: int) -> Answer:
    return ("met" if have >= need else "gap"), need, have


@dataclass(frozen=True)
class Plain:
    """What was put on record so far, in its order; texts of protocols are known by their own day."""

    facts: list[Put]
    approved: list[Put]

    def of(self, what: str, day: date) -> list[Put]:
        return [each for each in self.facts if each[0] == what and each[3] <= day]

    def text_on(self, slug: str, day: date) -> tuple[int, date] | None:
        """The number and the day of the text of a protocol that is in place."""
        first = [START - 20 * ONE] if slug == "suicide" else []
        days = first + [each[3] for each in self.approved if ("suicide", "overdose")[each[1] % 2] == slug]
        there = [(on, number) for number, on in enumerate(days, 1) if on <= day]
        return (max(there)[1], max(there)[0]) if there else None

    def drills(self, site: str, day: date) -> list[Put]:
        return [each for each in self.of("attend", day) if (each[2] or "a") == site]

    def protocols_in_place(self, _site: str, day: date) -> Answer:
        return counted(2, sum(self.text_on(slug, day) is not None for slug in ("suicide", "overdose")))

    def plan_elements(self, site: str, day: date) -> Answer:
        there = [
            each
            for each in self.of("element", day)
            if each[2] in ("", site) and day <= each[3] + each[4] * ONE
        ]
        said = bool(self.text_on("overdose", day)) and any(each[1] == 0 for each in there)
        return counted(2, said + any(each[1] == 1 for each in there))

    def resources_verified_within(self, site: str, day: date) -> Answer:
        if site == "b":
            return "cannot_tell", None, None
        return counted(1, int(any(day <= each[3] + 25 * ONE for each in self.of("service", day))))

    def cover_recorded(self, site: str, day: date) -> Answer:
        there = {
            each[1] > 0
            for each in self.of("cover", day)
            if each[2] in ("", site) and day <= each[3] + each[4] * ONE
        }
        return counted(2, len(there))

    def policy_reviewed_within(self, site: str, day: date) -> Answer:
        fresh = [e for e in self.of("policy", day) if e[2] in ("", site) and day < e[3] + 30 * ONE]
        return counted(1, int(bool(fresh)))

    def debrief_offered_within(self, site: str, day: date) -> Answer:
        asked = [each for each in self.of("incident", day) if (each[2] or "a") == site]
        late = [
            each
            for each in asked
            if day > each[3] + 9 * ONE and (each[1] == 0 or each[3] + each[4] * ONE > day)
        ]
        return ("gap" if late else "met", len(asked), len(asked) - len(late)) if asked else NOT_ASKED

    def after_action_within(self, site: str, day: date) -> Answer:
        held = self.drills(site, day)
        late = [each for each in held if day > each[3] + 20 * ONE]
        return ("gap" if late else "met", len(held), len(held) - len(late)) if held else NOT_ASKED

    def corrective_actions_closed(self, _site: str, _day: date) -> Answer:
        return NOT_ASKED

    def records_kept(self, _site: str, _day: date) -> Answer:
        return "met", 5, 5

    def exercises_in_window(self, site: str, day: date) -> Answer:
        return counted(1, sum(day < months_on(each[3], 3) for each in self.drills(site, day)))

    def participation_of_staff(self, site: str, day: date) -> Answer:
        there = {
            each[1] for each in self.drills(site, day) if AT[each[1]] == site and day < months_on(each[3], 2)
        }
        return counted(1, len(there))

    def quota_by_kind(self, site: str, day: date) -> Answer:
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        before = months_on(first, -3)
        held = [each[3] for each in self.drills(site, day)]
        have = sum(on >= first for on in held)
        if before >= ADOPTED and not any(before <= on < first for on in held) and have < 1:
            return "gap", 1, 0
        return "met", 1, have

    def continuing_education(self, person: int, day: date) -> Answer:
        minutes = [
            30 * (1 + each[4] % 5)
            for each in self.of("learn", day)
            if each[1] == person and day < months_on(each[3], 2)
        ]
        return counted(2, sum(minutes) // 60)

    def protocol_acknowledged(self, person: int, day: date) -> Answer:
        texts = {slug: text for slug in ("suicide", "overdose") if (text := self.text_on(slug, day))}
        mine = ("suicide", "overdose")[person % 2]
        has_read = any(each[1] == person for each in self.of("acknowledge", day))
        unread = [on for slug, (number, on) in texts.items() if slug != mine or number != 1 or not has_read]
        status = "met" if not unread else "due" if all((day - on).days <= 10 for on in unread) else "gap"
        return status, len(texts), len(texts) - len(unread)


OF_SITES = (
    "protocols_in_place", "plan_elements", "resources_verified_within", "cover_recorded", "policy_reviewed_within",
    "debrief_offered_within", "after_action_within", "corrective_actions_closed", "records_kept", "exercises_in_window",
    "participation_of_staff", "quota_by_kind",
)  # fmt: skip
OF_PEOPLE = ("continuing_education", "protocol_acknowledged")
CLAUSES = [each for each in EVERY_CHECK if each["check"] in (*OF_SITES, *OF_PEOPLE)]


def compare(question: Question, plain: Plain) -> None:
    found = {
        (each.clause.check, each.subject): (each.status.value, each.need, each.have, each.due_on)
        for each in assess(question, MEASURE)
    }
    asked: list[tuple[str, str | int, str]] = [(check, site, site) for check in OF_SITES for site in "ab"]
    asked += [(check, person, f"P{person}") for check in OF_PEOPLE for person in range(3)]
    for check, whom, subject in asked:
        expected = told(partial(getattr(plain, check), whom), question.as_of)
        assert found[check, subject] == expected, (check, subject, question.as_of)


def told(judge: Callable[[date], Answer], day: date) -> tuple[str, int | None, int | None, date | None]:
    """What is shown of a day, and the first later day of a gap: by looking at one day after the other."""
    status, need, have = judge(day)
    coming = (day + n * ONE for n in range(1, 3 * SPAN + 500))
    due_on = None if status == "gap" else next((each for each in coming if judge(each)[0] == "gap"), None)
    if status == "met" and due_on is not None and (due_on - day).days <= MEASURE.due_days:
        status = "due"
    return status, need, have, due_on


def check_history(done: list[Put], chance: random.Random) -> None:
    """Approvals first, since what is known of them goes by their own instant; then all else, asked about in between."""
    for table in ("exercise", "after_action_report", "corrective_action"):
        database.execute_sql(f"DELETE FROM {table}")
    clear_shelf()
    empty()
    adopt(*CLAUSES, from_on=ADOPTED)
    sites = {code: make_site(code) for code in "ab"}
    shelf = Shelf([make_person(sites[AT[n]], staff_number=f"P{n}") for n in range(3)], sites)
    approved = [each for each in done if each[0] == "approve"]
    for each in approved:
        shelf.put(*each)
    known: list[tuple[Knowledge, Plain]] = [(knowledge_at(), Plain([], approved))]
    rest = [each for each in done if each[0] != "approve"]
    for place, each in enumerate(rest, 1):
        shelf.put(*each)
        known.append((knowledge_at(), Plain(rest[:place], approved)))
    edges = [START, *(day + length * n * ONE for _w, _p, _s, day, length in done for n in (0, 1))]
    for knowledge, plain in [known[-1], chance.choice(known)]:
        for as_of in chance.sample(edges, min(2, len(edges))):
            compare(Question(as_of + ONE * chance.randint(-1, 31), knowledge), plain)


def run(url: str, examples: int) -> None:
    """So many histories, on a database of their own."""

    @given(put, st.randoms(use_true_random=False))
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    def each(done: list[Put], chance: random.Random) -> None:
        check_history(done, chance)

    open_database(url, connections=2)
    try:
        with connected():
            each()
    finally:
        close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_every_check_says_is_what_the_plain_model_says(
    request: pytest.FixtureRequest, kind: str
) -> None:
    run(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), 4)
