"""What a requirement asks is told in words and days as people write them, never in those of its file."""

from readiness.compliance.checks import PlanElements, QuotaByKind
from readiness.compliance.words.on_record import on_record_in_words
from readiness.compliance.words.record_clauses import record_terms_in_words
from readiness.foundation.words import speaking, yearly_day


def test_a_day_of_every_year_has_its_month_in_words() -> None:
    assert yearly_day("07-01") == "1 July"
    assert yearly_day("02-29") == "29 February"
    with speaking("es"):
        assert yearly_day("07-01") == "1 de julio"


def test_a_quota_names_its_days_in_words() -> None:
    terms = QuotaByKind(at_least=3, topics=("fire",), year_begins="07-01", not_before="09-01", by="12-01")
    told = record_terms_in_words(terms)
    assert "in the year that begins on 1 July, from 1 September on, by 1 December" in told


def test_a_plan_is_named_without_hyphens() -> None:
    told = on_record_in_words(PlanElements(plan="workplace-violence-prevention"), "", {})
    assert told == "Each of 6 elements of the plan ‘workplace violence prevention’ is covered."
