"""What falls short in each language in the days to come: those who hold what is asked, and surely speak it."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from readiness.compliance.checks import PeopleSpeak
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.spells import Spell
from readiness.compliance.judging.asking import Asking, certificate_of, is_asked, site_days
from readiness.foundation.temporal import day_after, day_before
from readiness.training.shapes import Demand, Run, put


def of_languages(clause: AdoptedClause, series: SiteSeries, asking: Asking, days: Spell) -> Iterator[Demand]:
    """Each language that too few speak who hold what is asked. Of whom no language is recorded, they count for none."""
    spoken = series.records.on_record.spoken
    changes = site_days(clause, series, asking, days)
    points = sorted({days.from_on, *(day for day in changes if days.from_on < day <= days.until_on)})
    short: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for day, following in pairwise([*points, day_after(days.until_on)]):
        terms = clause.terms_on(day)
        if not isinstance(terms, PeopleSpeak) or not is_asked(clause, series, asking, day):
            continue
        told = series.on(day, certificate_of(terms), clause.key, clause.asked_from)
        for language in terms.asked(told)[0]:
            missing = terms.at_least - spoken.holding(terms.certificate, language, day)
            if missing > 0:
                put(short[language, terms.certificate], Run(Spell(day, day_before(following)), missing))
    for (language, kind), runs in short.items():
        yield Demand(series.site.id, (series.site.code, *clause.key, ""), kind, runs, language=language)
