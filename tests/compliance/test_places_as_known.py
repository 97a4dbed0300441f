"""What is recorded of a site or a department today does not change what was known of it before."""

from datetime import date

import pytest

from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.otherwise import told_otherwise
from readiness.compliance.judging.standings import standings
from readiness.compliance.judging.worlds import World
from readiness.compliance.overview_of_day import assessed_overview, counted_overview
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Department, Site
from readiness.people.site_actions import SiteDetails, edit_site, rename_department, site_as_typed
from tests.factories import MEASURE, adopt, make_person, make_site

DAY = date(2026, 6, 30)


def say(site: Site, **values: str) -> None:
    """Record something else of the site, as its page does."""
    typed = site_as_typed(Site.get_by_id(site.id)) | values
    seen = typed.pop("seen")
    edit_site(site.id, SiteDetails(**typed), "it was wrong", seen, "hr")


def statuses(question: Question) -> set[str]:
    """How the one site stands, by each way of asking."""
    found = {str(finding.status) for finding in assess(question, MEASURE)}
    found |= {str(each.status) for each in standings(question, MEASURE)}
    for overview in (
        assessed_overview(question, MEASURE, None),
        counted_overview(question, MEASURE, None, 90),
    ):
        found |= {str(cell.status) for cell in overview.cells}
    return found


@pytest.mark.parametrize(
    ("column", "before", "after", "applies"),
    [
        ("hazard", "low", "higher", {"hazard": ["higher"]}),
        ("kind", "office", "clinic", {"kind": ["clinic"]}),
        ("region", "NY", "CA", {"region": ["US-CA"]}),
        ("open_to_public", "no", "yes", {"open_to_public": True}),
    ],
)
def test_a_site_is_judged_by_what_was_known_of_it(
    db: str, column: str, before: str, after: str, applies: dict[str, object]
) -> None:
    site = make_site("hull")
    make_person(site)
    terms = {"certificate": "mhfa-adult", "at_least": 1}
    adopt({"check": "holders_per_headcount", "terms": terms, "applies": applies})
    unsaid = Question(DAY, knowledge_at())
    say(site, **{column: before})
    once = Question(DAY, knowledge_at())
    say(site, **{column: after})
    now = Question(DAY, knowledge_at())
    assert statuses(unsaid) == {"cannot_tell"}
    assert statuses(once) == {"not_applicable"}
    assert statuses(now) == {"gap"}
    ((then, later),) = told_otherwise(World(once, MEASURE), World(now, MEASURE))
    assert then is not None
    assert later is not None
    assert (str(then.status), str(later.status)) == ("not_applicable", "gap")


def test_which_fact_was_missing_is_told_as_it_was_known(db: str) -> None:
    site = make_site("hull")
    make_person(site)
    terms = {"certificate": "mhfa-adult", "at_least": 1}
    adopt(
        {
            "check": "holders_per_headcount",
            "terms": terms,
            "applies": {"hazard": ["higher"], "kind": ["clinic"]},
        }
    )
    before = Question(DAY, knowledge_at())
    say(site, hazard="higher")
    (then,), (now,) = (
        list(assess(question, MEASURE)) for question in (before, Question(DAY, knowledge_at()))
    )
    assert "hazard" in then.reason
    assert "hazard" not in now.reason


def test_a_department_had_the_name_by_which_it_was_known(db: str) -> None:
    make_person(make_site("hull"), department="Ward")
    adopt(
        {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult", "departments": ["Care"]}}
    )
    before = Question(DAY, knowledge_at())
    ward = Department.get(Department.name == "Ward")
    rename_department(ward.id, "Care", "Ward", "hr")
    between = Question(DAY, knowledge_at())
    rename_department(ward.id, "Nursing", "Care", "hr")
    now = Question(DAY, knowledge_at())
    assert [people_who_fall_short(each) for each in (before, between, now)] == [0, 1, 0]
    ((then, later),) = told_otherwise(World(between, MEASURE), World(now, MEASURE))
    assert then is not None
    assert str(then.status) == "gap"
    assert later is None


def people_who_fall_short(question: Question) -> int:
    """How many, by assessment and by counting, which agree."""
    assessed = sum(str(finding.status) == "gap" for finding in assess(question, MEASURE))
    counted = counted_overview(question, MEASURE, None, 90).counts
    assert assessed == sum(number for status, number in counted.items() if str(status) == "gap")
    return assessed
