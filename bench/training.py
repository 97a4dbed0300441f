"""`python -m bench.training`: a year of training for 3,000 people at 60 sites, 12 requirements, 200 classes.

Made from a seed. What comes out is judged by training_check.py, which shares nothing with the planner.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

from bench.training_check import Lesson, Rule, Worker, World, faults, missing
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.compliance.judging.asking import Measure
from readiness.foundation.database import connected, insert_rows, open_database
from readiness.foundation.migrating import migrate
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER
from readiness.requirements.actions import adopt_pack
from readiness.standards.certificate_kinds import CertificateKinds, load_certificate_kinds
from readiness.standards.packs import pack_from
from readiness.training.drawing import Drawn, Wanted, draw
from readiness.training.greedy import plan_greedily
from readiness.training.optimum import improve
from readiness.training.programs import parts_of
from readiness.training.shapes import Plan

TODAY, LAST = date(2026, 12, 1), date(2027, 12, 1)
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)
SHARED = {
    "mhfa-adult": 10,
    "first-aid": 15,
    "cpr-aed": 20,
    "pfa": 25,
    "cism": 40,
    "suicide-prevention": 20,
    "naloxone": 30,
    "efaw": 25,
    "violence-prevention": 12,
    "evacuation-helper": 20,
    "mhfa-youth": 50,
}
ROLE = "de-escalation"
REGIONS = 6
KEPT = (0, NEVER)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.training", description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[300, 3000])
    parser.add_argument("--seconds", type=float, default=120, help="so long a better plan is sought")
    chosen = parser.parse_args()
    for count in chosen.people:
        with tempfile.TemporaryDirectory(prefix="readiness-bench-") as folder:
            open_database(f"sqlite:///{folder}/training.sqlite")
            migrate()
            with connected():
                measure(count, chosen.seconds)


def kinds() -> CertificateKinds:
    """Those that are shipped, with first aid at work counting as emergency first aid."""
    shipped = dict(load_certificate_kinds().by_code)
    shipped["faw"] = shipped["faw"].model_copy(update={"covers": ("efaw",)})
    return CertificateKinds(shipped)


def measure(people: int, seconds: float) -> None:
    world = fill(people, max(2, people // 50), max(12, people // 15))
    began, cpu = time.perf_counter(), time.process_time()
    drawn = draw(Wanted(TODAY, LAST, "region", Measure(kinds(), 30), NOW, "en"))
    known = time.perf_counter() - began
    at_once = plan_greedily(drawn.problem)
    proposed = time.perf_counter() - began
    plan = improve(drawn.problem, at_once, seconds, lambda _progress: None)
    whole, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sizes = [len(part.choices) for part in parts_of(drawn.problem)]
    print(
        f"{people:5} people, {len(world.lessons)} classes: {len(drawn.problem.demands):,} requirements fall short; "
        f"{len(drawn.problem.choices):,} choices in {len(sizes)} parts, the largest of {max(sizes, default=0):,}"
    )
    print(
        f"      known after {known:.1f} s, proposed after {proposed:.1f} s, best after {whole:.1f} s "
        f"({cpu:.1f} s of the processor), {peak} MB at most"
    )
    for name, each in (("proposed", at_once), ("best", plan)):
        worth = each.worth
        price = f"{worth.cost / 100:,.2f}"
        print(f"      {name}: {worth.unmet:,} missing, {worth.seats:,} seats, {price}, load {worth.load:,}")
    print(f"      proven: {plan.bound}; {'no plan is better' if plan.is_best else 'a better one may be'}")
    print(f"      judged by code of its own: {judged(world, drawn, plan)}", flush=True)


def judged(world: World, drawn: Drawn, plan: Plan) -> str:
    seats = [(member.staff_number, drawn.problem.choices[place].offer) for place, member in drawn.seats(plan)]
    told = faults(world, seats)
    counted = missing(world, seats)
    if counted != plan.worth.unmet:
        told.append(f"{counted} are missing, not {plan.worth.unmet}")
    return (
        "; ".join(told[:3])
        or f"every rule of attending holds, and {counted:,} are missing ({missing(world, []):,} if nobody acts)"
    )


def fill(people: int, sites: int, classes: int) -> World:
    """The organisation in the database, and as the judge sees it."""
    chance = random.Random(7)
    clauses = [
        _clause(kind, "holders_per_headcount", {"certificate": kind, "at_least": 1, "one_per": one_per})
        for kind, one_per in SHARED.items()
    ]
    clauses.append(_clause(ROLE, "everyone_in_role_holds", {"certificate": ROLE, "job_titles": ["Manager"]}))
    pack = {
        "id": "bench-training",
        "title": "Bench",
        "source": "A measure of the measurement's own",
        "clause": clauses,
    }
    adopt_pack(pack_from(pack, "bench.toml"), date(2020, 1, 1), "bench")
    codes = [f"S{place:03}" for place in range(sites)]
    insert_rows(
        "site",
        (
            "id",
            "code",
            "name",
            "country",
            "region",
            "time_zone",
            "kind",
            "recorded_in",
            "superseded_in",
            "address",
            "hazard",
            "languages",
            "emergency_number",
            "outside_line_prefix",
            "is_sample",
        ),
        [
            (
                place,
                code,
                code,
                "US",
                f"US-{place % REGIONS}",
                "America/New_York",
                "office",
                *KEPT,
                "",
                "",
                "[]",
                "",
                "",
                False,
            )
            for place, code in enumerate(codes, 1)
        ],
    )
    workers = _people(chance, people, codes)
    lessons = _classes(chance, classes, codes)
    counting = {kind: frozenset({kind, "faw"} if kind == "efaw" else {kind}) for kind in [*SHARED, ROLE]}
    rules = [Rule(counting[kind], 1, one_per) for kind, one_per in SHARED.items()]
    rules.append(Rule(counting[ROLE], title="Manager"))
    years = {code: kind.validity_years for code, kind in kinds().by_code.items()}
    return World(TODAY, LAST, workers, lessons, rules, years)


def _clause(kind: str, check: str, terms: dict[str, object]) -> dict[str, object]:
    return {
        "id": kind,
        "title": kind,
        "citation": "None",
        "severity": "high",
        "check": check,
        "terms": [{"from": date(2020, 1, 1), **terms}],
    }


def _people(chance: random.Random, count: int, codes: list[str]) -> dict[str, Worker]:
    """One in fifteen is a manager, one in four speaks Spanish too; what they hold ends some time in two years."""
    workers: dict[str, Worker] = {}
    rows: dict[str, list[tuple[object, ...]]] = {
        "person": [],
        "employment": [],
        "membership": [],
        "leave": [],
        "certificate": [],
    }
    known = kinds()
    for place in range(1, count + 1):
        code, number = codes[place % len(codes)], f"P{place:05}"
        title = "Manager" if chance.random() < 1 / 15 else "Clerk"
        until = TODAY + timedelta(days=chance.randint(30, 360)) if chance.random() < 0.08 else LAST_DAY
        spoken = '["en", "es"]' if chance.random() < 0.25 else '["en"]'
        rows["person"].append((place, number, "Ana", number, number, "", "", "", spoken, False, *KEPT))
        rows["employment"].append((place, *KEPT, place, FIRST_DAY.isoformat(), until.isoformat()))
        rows["membership"].append(
            (place, *KEPT, place, codes.index(code) + 1, title, FIRST_DAY.isoformat(), LAST_DAY.isoformat())
        )
        away = []
        if chance.random() < 0.1:
            first = TODAY + timedelta(days=chance.randint(0, 300))
            away.append((first, first + timedelta(days=chance.randint(5, 90))))
            rows["leave"].append((place, *KEPT, place, *(day.isoformat() for day in away[0])))
        held = []
        for kind, one_per in [*SHARED.items(), (ROLE, 2), ("faw", 60)]:
            if chance.random() < 0.9 / one_per:
                issued = TODAY - timedelta(days=chance.randint(1, 800))
                ends = expiry(known.known(kind), issued)
                counts = last_day(Validity(issued, ends))
                held.append((kind, (issued, counts)))
                rows["certificate"].append(
                    (
                        len(rows["certificate"]) + 1,
                        *KEPT,
                        place,
                        kind,
                        issued.isoformat(),
                        ends.isoformat() if ends else None,
                        counts.isoformat(),
                        "",
                        "",
                        "",
                        "",
                        "",
                    )
                )
        workers[number] = Worker(
            code,
            (FIRST_DAY, until),
            title,
            away,
            frozenset(spoken.strip('[]"').replace('"', "").split(", ")),
            held,
        )
    facts = ("fact_id", "recorded_in", "superseded_in", "person_id")
    columns = {
        "person": (
            "id",
            "staff_number",
            "given_name",
            "family_name",
            "name_key",
            "email",
            "email_key",
            "phone",
            "languages",
            "is_sample",
            "recorded_in",
            "superseded_in",
        ),
        "employment": (*facts, "from_on", "until_on"),
        "membership": (*facts, "site_id", "job_title", "from_on", "until_on"),
        "leave": (*facts, "from_on", "until_on"),
        "certificate": (
            *facts,
            "kind",
            "issued_on",
            "expires_on",
            "counts_until_on",
            "revoked_reason",
            "issuer",
            "number",
            "evidence",
            "course",
        ),
    }
    for table, names in columns.items():
        insert_rows(table, names, rows[table])
    return workers


def _classes(chance: random.Random, count: int, codes: list[str]) -> dict[int, Lesson]:
    """Two of three at a site, for those of its region; one of five in Spanish."""
    lessons, rows = {}, []
    offered = [*SHARED, ROLE, "faw"]
    for number in range(1, count + 1):
        kind, day = offered[number % len(offered)], TODAY + timedelta(days=chance.randint(5, 330))
        site = chance.randrange(len(codes)) if chance.random() < 2 / 3 else None
        tongue, seats = "es" if chance.random() < 0.2 else "en", chance.randint(6, 20)
        price = chance.choice((0, 4500, 9000, 12000, 18000))
        starts, ends = (
            datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
            datetime(day.year, day.month, day.day, 21, tzinfo=UTC),
        )
        rows.append(
            (
                number,
                *KEPT,
                kind,
                None if site is None else site + 1,
                "Hall",
                day.isoformat(),
                starts,
                ends,
                "America/New_York",
                {"en": "English", "es": "Spanish"}[tongue],
                "",
                seats,
                price,
                "USD",
                "",
                True,
                False,
                "",
                False,
            )
        )
        near = None if site is None else frozenset(codes[site % REGIONS :: REGIONS])
        lessons[number] = Lesson(kind, (day, day), tongue, near, seats, price)
    insert_rows(
        "training_class",
        (
            "fact_id",
            "recorded_in",
            "superseded_in",
            "kind",
            "site_id",
            "place",
            "held_on",
            "starts_at",
            "ends_at",
            "time_zone",
            "language",
            "trainer",
            "seat_count",
            "seat_cost",
            "currency",
            "note",
            "is_open",
            "is_cancelled",
            "cancelled_reason",
            "is_closed",
        ),
        rows,
    )
    return lessons


if __name__ == "__main__":
    main()
