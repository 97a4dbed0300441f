"""The readiness index: its letter is that of the worst open gap, whatever else is met."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.cells import Cell
from readiness.trends.index import Index, in_order, index_of, letters_of
from readiness.trends.index_words import index_words

SEVERITY = {("own", "grave"): "high", ("own", "middling"): "medium", ("own", "slight"): "low"}


def index(*stands: tuple[str, Status], site: str = "leeds") -> Index | None:
    cells = [Cell(site, "own", clause, status, 1, 1) for clause, status in stands]
    return index_of(site, cells, SEVERITY)


def said(*stands: tuple[str, Status]) -> str:
    found = index(*stands)
    return "none" if found is None else f"{found.letter} {found.percent}"


def test_the_letter_is_decided_by_the_gravest_open_requirement() -> None:
    met, gap = Status.MET, Status.GAP
    assert said(("grave", met), ("middling", met), ("slight", met)) == "A 100"
    assert said(("grave", met), ("middling", met), ("slight", gap)) == "B 66"
    assert said(("grave", met), ("middling", gap), ("slight", met)) == "C 66"
    assert said(("grave", gap), *[("slight", met)] * 99) == "D 99"
    assert said(("nobody knows it", gap)) == "D 0"


def test_what_cannot_be_told_is_never_taken_for_met_and_what_is_not_asked_counts_for_nothing() -> None:
    assert said(("grave", Status.CANNOT_TELL), ("slight", Status.MET)) == "D 50"
    assert said(("grave", Status.EXEMPTED), ("middling", Status.NOT_APPLICABLE)) == "none"
    assert said(("grave", Status.EXEMPTED), ("slight", Status.DUE)) == "A 100"


def test_what_cannot_be_told_is_not_called_a_gap() -> None:
    untold, gap = Status.CANNOT_TELL, Status.GAP
    found = index(("grave", untold), ("slight", gap), ("slight", untold), ("middling", Status.DUE))
    assert found is not None
    assert index_words(found) == "D: 1 low gap, 2 cannot be told, 1 due; 25\N{NO-BREAK SPACE}% met"


stands = st.tuples(st.sampled_from(["grave", "middling", "slight"]), st.sampled_from(list(Status)))


@given(st.lists(stands, max_size=12), st.lists(st.sampled_from(["grave", "middling", "slight"]), max_size=40))
def test_no_number_of_met_requirements_hides_a_gap(found: list[tuple[str, Status]], more: list[str]) -> None:
    before, after = index(*found), index(*found, *[(each, Status.MET) for each in more])
    if before is not None and after is not None:
        assert after.letter == before.letter
        assert (after.percent == 100) == (before.percent == 100)
        assert sum(after.open_count(each) for each in ("high", "medium", "low")) == sum(
            1 for _clause, status in found if status in {Status.GAP, Status.CANNOT_TELL}
        )


@given(st.lists(st.lists(stands, max_size=5), max_size=5))
def test_the_letters_of_many_sites_are_those_of_each(sites: list[list[tuple[str, Status]]]) -> None:
    cells = [
        Cell(f"site-{place}", "own", clause, status, 1, 1)
        for place, found in enumerate(sites)
        for clause, status in found
    ]
    each = [index(*found) for found in sites]
    assert letters_of(cells, SEVERITY) == Counter(found.letter for found in each if found is not None)


def test_a_site_with_a_grave_gap_asks_for_more_than_one_with_many_slight_ones() -> None:
    grave = index(("grave", Status.GAP), *[("slight", Status.MET)] * 30, site="grave")
    slight = index(*[("slight", Status.GAP)] * 30, site="slight")
    well = index(("slight", Status.MET), site="well")
    assert grave is not None
    assert slight is not None
    assert well is not None
    assert [each.site for each in in_order([well, slight, grave])] == ["grave", "slight", "well"]
