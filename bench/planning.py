"""`python -m bench.planning`: a year for 12, 120 and all schools of Pennsylvania; monthly fire, monthly security.

The sites are real (`pa_schools`); each district has a team that runs exercises at an eighth of its schools a day.
What comes out is read back from the database and judged by planning_check.py, which shares nothing with the planner.
"""

import argparse
import json
import resource
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from bench.planning_check import Asked, faults
from readiness.compliance.judging.asking import Measure
from readiness.foundation.database import connected, insert_rows, open_database, select
from readiness.foundation.migrating import migrate
from readiness.foundation.temporal import NEVER
from readiness.planning import improving_plans
from readiness.planning.actions import PlanRequest, ask_for_plan
from readiness.planning.ground import Ground
from readiness.planning.queries import get_plan, planned_date, rows_of
from readiness.planning.wishes import open_wishes
from readiness.requirements.actions import adopt_pack
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import pack_from_text

AT_ONCE = 300
"""Of so many sites the page shows a plan at once; of more, it is made beside it."""
TODAY, FIRST, LAST = date(2026, 8, 1), date(2026, 9, 1), date(2027, 8, 31)
BREAK = (date(2026, 12, 21), date(2027, 1, 3))
PACK = """
id = "bench-schools"
title = "Monthly fire and monthly security"
source = "A quota of the measurement's own"
[[clause]]
id = "fire"
title = "A fire drill in each month"
citation = "None"
check = "quota_by_kind"
severity = "high"
  [[clause.terms]]
  from = 2020-09-01
  at_least = 1
  period = "month"
  topics = ["fire"]
  months_excluded = ["7", "8"]
[[clause]]
id = "security"
title = "A security drill in each month"
citation = "None"
check = "quota_by_kind"
severity = "high"
  [[clause.terms]]
  from = 2020-09-01
  at_least = 1
  period = "month"
  topics = ["lockdown", "evacuation", "bomb-threat", "security"]
  months_excluded = ["7", "8"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.planning", description=__doc__)
    parser.add_argument("--sites", type=int, nargs="*", default=[12, 120, 3735])
    parser.add_argument("--seconds", type=float, default=200, help="so long a better plan is sought")
    parser.add_argument(
        "--schools", type=Path, required=True, help="DistrictLocation.json: a list with SCHOOL_NUMBER and AUN"
    )
    chosen = parser.parse_args()
    schools = json.loads(chosen.schools.read_text(encoding="utf-8"))
    for count in chosen.sites:
        measure(schools[:count], chosen.seconds, None)
    measure(schools[:12], chosen.seconds, 5)


def measure(schools: list[dict[str, Any]], seconds: float, most: int | None) -> None:
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as folder:
        open_database(f"sqlite:///{folder}/planning.sqlite")
        migrate()
        with connected():
            districts = fill(schools)
            plan(schools, districts, seconds, most)


def fill(schools: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The schools as sites at which thirty people work; the codes of each district's."""
    adopt_pack(pack_from_text(PACK, "bench.toml"), date(2020, 9, 1), "bench")
    codes = [f"{place:04}-{each['SCHOOL_NUMBER']}" for place, each in enumerate(schools)]
    districts = defaultdict(list)
    for code, each in zip(codes, schools, strict=True):
        districts[each["AUN"]].append(code)
    kept = (0, NEVER)
    insert_rows(
        "site",
        ("id", "code", "name", "country", "region", "time_zone", "kind", "recorded_in", "superseded_in",
         "address", "hazard", "languages", "emergency_number", "outside_line_prefix", "is_sample"),
        [(place, code, each["LOCATION_NAME"], "US", "PA", "America/New_York", "school", *kept,
          "", "", "[]", "", "", False)
         for place, (code, each) in enumerate(zip(codes, schools, strict=True), 1)],
    )  # fmt: skip
    insert_rows(
        "headcount_override",
        ("fact_id", *("recorded_in", "superseded_in"), "site_id", "from_on", "headcount"),
        [(place, *kept, place, "2020-01-01", 30) for place in range(1, len(codes) + 1)],
    )
    return districts


def plan(
    schools: list[dict[str, Any]], districts: dict[str, list[str]], seconds: float, most: int | None
) -> None:
    teams = {name: (codes, max(1, -(-len(codes) // 8))) for name, codes in districts.items()}
    asked = {
        "closed_weekdays": ["5", "6"],
        "keeps_holidays": True,
        "closed": f"{BREAK[0]} to {BREAK[1]}: Winter break",
        "teams": "\n".join(f"{name}: {', '.join(codes)} = {a_day}" for name, (codes, a_day) in teams.items()),
        "most_a_quarter": most,
    }
    number = ask_for_plan(PlanRequest(FIRST, LAST, [], asked), TODAY, "bench")
    taken = Measure(load_certificate_kinds(), 30)
    began, cpu = time.perf_counter(), time.process_time()
    if len(schools) <= AT_ONCE:
        improving_plans.propose(number, taken, TODAY)
    at_once = time.perf_counter() - began
    improving_plans.work_on(number, taken, TODAY, seconds)
    whole, cpu = time.perf_counter() - began, time.process_time() - cpu
    kept = get_plan(number)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    limit = f", nobody in more than {most} a quarter" if most else ""
    proposed = f"proposed after {at_once:.1f} s, " if len(schools) <= AT_ONCE else ""
    print(
        f"{len(schools):5} sites{limit}: {proposed}best after {whole:.1f} s ({cpu:.1f} s of the processor), "
        f"{len(rows_of(number)):,} exercises, {peak} MB at most"
    )
    distance = 100 * (kept.cost - kept.bound) / kept.cost if kept.cost else 0
    print(
        f"      {kept.unmet_count} without a day; at most {distance:.3f} % from the best there is; "
        f"wishes left open: {wishes(number, taken)}"
    )
    for site, rule, first, last, missing, why in kept.unmet[:2]:
        print(f"      {site}: {rule}, {first} to {last}, {missing} missing. {why}")
    for site, rules in kept.clashes[:2]:
        print(f"      clash at {site}: {' | '.join(rules)}")
    told = judged(number, teams, most, {(each[0], each[1], each[2]) for each in kept.unmet})
    print(f"      judged by code of its own: {told or 'every hard rule holds'}", flush=True)


def wishes(number: int, taken: Measure) -> dict[str, int]:
    dates = defaultdict(list)
    for row in rows_of(number):
        dates[row.site_code].append(planned_date(row))
    year = improving_plans.planned_year(number, taken, TODAY)
    found: Counter[str] = Counter()
    for site in year.sites:
        found.update(open_wishes(Ground(site), dates[site.code]))
    return dict(found)


def judged(
    number: int, teams: dict[str, tuple[list[str], int]], most: int | None, told: set[tuple[str, str, str]]
) -> str:
    rows = [
        (site, date.fromisoformat(str(day)), topic)
        for site, day, topic in select(
            "SELECT site_code, day, topic FROM year_plan_date WHERE plan_id = :plan", plan=number
        )
    ]
    codes = [row[0] for row in select("SELECT code FROM site")]
    wanted = Asked(
        codes,
        list(teams.values()),
        BREAK,
        most,
        {(site, rule.split()[1], first[:7]) for site, rule, first in told},
    )
    return "; ".join(faults(rows, wanted)[:3])


if __name__ == "__main__":
    main()
