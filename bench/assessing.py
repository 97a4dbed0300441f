"""The assessment beside one SQL statement."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import floors
from bench.generate import TODAY, write_pack
from bench.measuring import Line, command, line, timed
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.foundation.database import connected, execute, is_sqlite, open_database, select
from readiness.foundation.temporal import Question, knowledge_at
from readiness.standards.certificate_kinds import load_certificate_kinds


def measure_assessment(name: str, url: str, folder: Path, rounds: int) -> list[Line]:
    """One hand-written statement over plain integers, and ours over dated facts with two times."""
    write_pack(folder / "bench.toml")
    command(url, "packs", "adopt", str(folder / "bench.toml"))
    open_database(url)
    lines = []
    with connected():
        execute("ANALYZE")
        measure = Measure(load_certificate_kinds(), 30)
        plain = floors.plain_rows(select)
        run = _plain(plain, url, folder)
        for when, day in (("today", TODAY), ("400 days ago", TODAY - timedelta(days=400))):
            lines += _compare(f"{name}: {when}", day, measure, run, rounds)
            lines.append(_one_site(f"{name}: {when}", Question(day, knowledge_at()), measure))
    told = command(url, "gaps", "--as-of", str(TODAY - timedelta(days=400)))
    lines.append(
        line(f"{name}: 400 days ago, the command that lists what falls short", [told], 1, goal="MUST 130 MB")
    )
    return lines


def _one_site(what: str, question: Question, measure: Measure) -> Line:
    """Every fiftieth site, each asked for by itself."""
    codes = [code for (code,) in select("SELECT code FROM site ORDER BY code")][::50]
    took = [timed(partial(standings, question, measure, [code])) for code in codes]
    return Line(f"{what}, one site", statistics.median(took), 1, goal="MUST 0.02 s, STRETCH 0.002 s")


def _plain(tables: dict[str, list[Any]], url: str, folder: Path) -> Callable[[date], list[Any]]:
    if is_sqlite():
        lite = floors.fill_sqlite(tables, folder)
        return lambda day: lite.execute(floors.sqlite_statement(day)).fetchall()
    server = floors.fill_postgresql(tables, url)
    return lambda day: server.execute(floors.statement(day)).fetchall()


def _compare(
    what: str, day: date, measure: Measure, run: Callable[[date], list[Any]], rounds: int
) -> list[Line]:
    question = Question(day, knowledge_at())
    sites = dict(select("SELECT id, code FROM site"))
    counted = {(sites[site], f"clause-{clause}"): have for site, clause, _heads, have, _lapsed in run(day)}
    ours = {
        (each.site, each.clause): each.have for each in standings(question, measure) if each.have is not None
    }
    if ours != counted:
        raise SystemExit(f"{what}: the floor and the product do not agree")
    of_floor, of_day, of_standings, of_assess = [], [], [], []
    # What the statement asks: how it stands on the day, with no look at the days to come.
    alone = replace(measure, due_days=0)
    for _round in range(rounds):
        of_floor.append(timed(lambda: run(day)))
        of_day.append(timed(lambda: standings(question, alone)))
        of_standings.append(timed(lambda: standings(question, measure)))
        of_assess.append(timed(lambda: sum(1 for _finding in assess(question, measure))))
    floor, cells = statistics.median(of_floor), len(counted)
    return [
        Line(f"{what}, one SQL statement", floor, cells),
        Line(
            f"{what}, standings",
            statistics.median(of_day),
            cells,
            floor,
            goal="MUST 1.3, STRETCH 0.3",
        ),
        Line(f"{what}, standings with what is due", statistics.median(of_standings), cells, floor),
        Line(f"{what}, findings with since, due, names", statistics.median(of_assess), cells, floor),
    ]
