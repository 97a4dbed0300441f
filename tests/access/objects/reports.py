"""Reports that were asked for, that come by themselves, and what is kept in the auditor's room."""

from collections.abc import Callable
from datetime import date

from peewee import Model

from readiness.accounts.standing import Moment
from readiness.examining.actions import Draw, Remark, ask_for, draw_sample, save_question
from readiness.examining.models import EvidenceSample, SavedQuestion
from readiness.examining.queries import Population
from readiness.foundation import clock
from readiness.foundation.temporal import Question, knowledge_at
from readiness.reports.models import ReportFile
from readiness.reports.questions import question_of
from readiness.reports.requests import ReportRequest
from readiness.reports.scheduling import ScheduleWish, schedule
from tests.access.world import Values, World, account_of
from tests.factories import MEASURE


def of_auditing(model: type[Model]) -> Callable[[World], Values]:
    """Something that each account keeps in the auditor's room, and what another keeps."""

    def values(world: World) -> Values:
        made: dict[str, int] = {}
        moment = Moment(clock.now(), clock.today("UTC"))
        asked = question_of(ReportRequest(Question(moment.today, knowledge_at()), MEASURE))
        for role in world.sessions:
            account = account_of(world, role)
            if model is SavedQuestion:
                made[role] = save_question("For the tests", "gaps", asked, account, moment)
            elif model is EvidenceSample:
                population = Population(date(2026, 1, 1), moment.today)
                made[role] = draw_sample(Draw(population, knowledge_at(), 1, "seed"), account, moment)
            else:
                made[role] = ask_for("A list", Remark("The list of May, please."), account, moment)
        return Values(
            own=lambda role: made.get(role, made["hr"]),
            other=lambda role: made["hr" if role != "hr" else "admin"],
            none=999_999,
        )

    return values


def report_file(world: World) -> Values:
    """A file of one's own, and another's."""
    asked = question_of(ReportRequest(Question(clock.today("UTC"), knowledge_at()), MEASURE))
    for role in world.sessions:
        ReportFile.create(
            key=f"file-of-{role}", report="gaps", form="pdf", asked=asked, name="gaps.pdf", asked_by="a test",
            account=account_of(world, role).id, asked_at=clock.now(), state="waiting",
        )  # fmt: skip
    return Values(
        own=lambda role: f"file-of-{role if role in world.sessions else 'hr'}",
        other=lambda role: f"file-of-{'hr' if role != 'hr' else 'admin'}",
        none="nothing",
    )


def report_schedule(world: World) -> Values:
    """A report that comes by itself to HR; what has ended is kept."""
    day = clock.today("UTC")
    asked = ReportRequest(Question(day, knowledge_at()), MEASURE)
    to = [account_of(world, "hr").id]
    wish = ScheduleWish("gaps", "csv", "week", day, to, {"site": None, "pack": None, "all": False})
    return Values(own=schedule(wish, day, "a test", asked), none=999_999)
