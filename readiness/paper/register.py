"""What hangs where, and why it is out of date: what was printed held against what would be printed now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from config import Config
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.temporal import Question, knowledge_at
from readiness.handbook.actions import Press
from readiness.paper.comparing import Stands, reasons
from readiness.paper.faces import face_of
from readiness.paper.material import Material
from readiness.paper.orders import Order
from readiness.paper.queries import Hung, everything_hung, material


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the register. `reasons`: why it is out of date; none where it holds, or does not hang."""

    hung: Hung
    hangs: bool
    reasons: tuple[str, ...]


def register(at: Press, config: Config, site_ids: Collection[int] | None = None) -> list[Kept]:
    """Everything that hangs or hung, at some sites or (None) all, held against the records of now."""
    hung = everything_hung(knowledge_at().number, site_ids)
    if not hung:
        return []
    judge = Judge.of(at, config)
    hangs = {each.id: each.hangs_on(at.as_of) for each in hung}
    return [
        Kept(each, hangs[each.id], judge.reasons(each.order, each.stands) if hangs[each.id] else ())
        for each in hung
    ]


def hung_then(question: Question, site_ids: Collection[int] | None = None) -> list[Kept]:
    """What hung on a day by what was known then. Whether it was up to date is not asked: the records of now say
    nothing of it."""
    return [
        Kept(each, each.hangs_on(question.as_of), ())
        for each in everything_hung(question.known.number, site_ids)
        if each.hung_on <= question.as_of
    ]


@dataclass(frozen=True)
class Judge:
    """Says why a piece is out of date, by the records of now; each order is worked out once."""

    material: Material | None
    why_none: str
    today: date
    known: dict[Order, Mapping[str, str] | str]

    @classmethod
    def of(cls, at: Press, config: Config) -> "Judge":
        """The judge of a moment; where nothing can be printed at all, that is the reason."""
        try:
            return cls(material(at, config), "", at.as_of, {})
        except Conflict as refused:
            return cls(None, " ".join(refused.problems), at.as_of, {})

    def reasons(self, order: Order, stands: Stands) -> tuple[str, ...]:
        """Why this is out of date, a sentence each."""
        mark = self.material.key_marks.get(order.site, "") if self.material else ""
        return tuple(reasons(stands, self._now(order), mark, self.today))

    def _now(self, order: Order) -> Mapping[str, str] | str:
        if self.material is None:
            return self.why_none
        if order not in self.known:
            try:
                self.known[order] = face_of(self.material, order, self.today).facts
            except ReadinessError as refused:
                self.known[order] = " ".join(refused.problems)
        return self.known[order]
