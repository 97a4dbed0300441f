"""Packs taken on and ceased from a day, and another text of a pack: what holds on which day, and since when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, select
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import Question, knowledge_at
from readiness.requirements.actions import adopt_pack, cease_pack
from readiness.standards.packs import shipped_packs
from tests.commands import Terminal
from tests.factories import MEASURE, adopt, make_person, make_site

TODAY = date(2026, 6, 30)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}}
TWO = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 2}}


def on(day: date) -> list[Finding]:
    return list(assess(Question(day, knowledge_at()), MEASURE))


@pytest.fixture
def site(db: str) -> None:
    make_person(make_site("leeds"))


@pytest.mark.usefixtures("site")
def test_a_pack_is_asked_no_more_from_the_day_on_which_it_ceases() -> None:
    adopt(ONE)
    earlier = knowledge_at()
    cease_pack("tested", TODAY, "The policy was withdrawn.", "hr@example.org")
    assert (len(on(date(2026, 6, 29))), on(TODAY)) == (1, [])
    assert len(list(assess(Question(TODAY, earlier), MEASURE))) == 1


@pytest.mark.usefixtures("site")
def test_ceasing_needs_a_reason_and_something_to_cease() -> None:
    with pytest.raises(NotFound, match="not held to"):
        cease_pack("tested", TODAY, "why not", "hr@example.org")
    adopt(ONE)
    with pytest.raises(InvalidInput, match="why"):
        cease_pack("tested", TODAY, "  ", "hr@example.org")


@pytest.mark.usefixtures("site")
def test_a_pack_that_ceased_can_be_adopted_again_from_the_same_day() -> None:
    adopt(ONE)
    cease_pack("tested", TODAY, "A mistake.", "hr@example.org")
    adopt(ONE)
    assert len(on(TODAY)) == 1


@pytest.mark.usefixtures("site")
def test_a_new_text_does_not_make_an_old_gap_young() -> None:
    adopt(ONE, from_on=date(2025, 1, 1))
    adopt(TWO, from_on=date(2026, 1, 1))
    (finding,) = on(TODAY)
    assert (finding.status, finding.need, finding.since) == (Status.GAP, 2, date(2025, 1, 1))


@pytest.mark.usefixtures("site")
def test_a_gap_goes_on_while_a_clause_speaks_of_its_site_and_begins_where_it_first_does() -> None:
    make_person(make_site("york", country="GB"))
    adopt(ONE, from_on=date(2025, 1, 1))
    adopt({**ONE, "applies": {"country": ["US"]}}, from_on=date(2026, 1, 1))
    adopt({**ONE, "applies": {"country": ["US", "GB"]}}, from_on=date(2026, 3, 1))
    since = {finding.site: finding.since for finding in on(TODAY) if finding.status is Status.GAP}
    assert since == {"leeds": date(2025, 1, 1), "york": date(2026, 3, 1)}


def test_packs_are_listed_with_their_days_and_ceased_on_the_command_line(terminal: Terminal) -> None:
    terminal.good("packs", "adopt", "own-policy", "--from", "2026-01-01")
    said = terminal.good("packs", "cease", "own-policy", "--from", "2026-07-01", "--reason", "another policy")
    assert said == "own-policy is asked no more from 2026-07-01 on.\n"
    assert "adopted from 2026-01-01 until 2026-06-30" in terminal.good("packs", "list")


def test_two_who_press_at_once_adopt_a_pack_once(db: str) -> None:
    pack, start = shipped_packs()["mental-health-cover"], Barrier(4)

    def press(_who: int) -> bool:
        start.wait()
        with connected():
            return adopt_pack(pack, TODAY, "hr@example.org")

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(press, range(4))) == [False, False, False, True]
    assert list(select("SELECT count(*) FROM adoption")) == [(1,)]


def test_the_command_tells_from_which_day_it_begins_a_pack_where_none_was_said(terminal: Terminal) -> None:
    ran = terminal.run("packs", "adopt", "own-policy")
    assert ran.out == "Adopted own-policy (4 clauses) from 2000-01-01.\n"
    assert "2000-01-01 is the first day of its terms. Another is said with --from DAY." in ran.err
    assert "--from DAY" not in terminal.run("packs", "adopt", "own-policy", "--from", "2026-01-01").err
