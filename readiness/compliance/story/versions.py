"""The latest changes of some facts, as many as are told: by as many statements for ten facts as for a million."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness.audit.histories import Story
from readiness.compliance.story.about import FEW, MOST
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _

Row = Sequence[Any]


class Touch(NamedTuple):
    """How many facts a change touched: those that were new in it, and those that were otherwise before."""

    change: int
    new: int
    other: int


class Step(NamedTuple):
    """What a change made of one fact: its columns before (None: it was not known), and since (None: taken back)."""

    change: int
    was: Row | None
    now: Row | None

    @property
    def any(self) -> Row:
        """The fact, where it matters not whether before or after: for columns that never change."""
        return self.now or self.was or ()


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions v of the facts of a table that a condition chooses; it may say :until, and {change}: its column.

    `is_of_many`: it chooses so many that they are not all looked at; then it must lead to no index.
    """

    table: str
    where: str
    values: Mapping[str, Any]
    until: int
    key: str = "fact_id"
    is_of_many: bool = False

    def _side(self, column: str) -> str:
        chosen = self.where.replace("{change}", f"v.{column}")
        # Few versions are superseded; they have an index of their own, which is found by this alone.
        return chosen if column == "recorded_in" else f"v.superseded_in < {NEVER} AND {chosen}"

    @property
    def stated(self) -> dict[str, Any]:
        """The values of a statement about them."""
        return {**self.values, "until": self.until}

    def _floor(self) -> int:
        """The change before which none of the latest lies: found from the last one back, where very many match."""
        sides = " UNION ALL ".join(
            "SELECT CASE WHEN count(*) = :most THEN min(c.change_id) ELSE 0 END AS floor FROM ("
            f"SELECT DISTINCT v.{column} AS change_id FROM {self.table} v WHERE v.{column} <= :until "
            f"AND {self._side(column)} ORDER BY v.{column} DESC LIMIT :most) c"
            for column in ("recorded_in", "superseded_in")
        )
        ((floor,),) = select(f"SELECT max(f.floor) FROM ({sides}) f", most=MOST + 1, **self.stated)
        return int(floor)

    def _touched_by(self, changes: str, owner: str = "") -> str:
        """SQL for each change with each fact it touched, and whether that was otherwise before.

        `changes`: a condition on {change}; `owner`: a column that says whose each fact is, which is told beside.
        """
        also = f"v.{owner}, " if owner else ""
        sides = " UNION ALL ".join(
            f"SELECT v.{column} AS change_id, {also}v.{self.key} AS fact, {gone} AS gone FROM {self.table} v "
            f"WHERE {changes.replace('{change}', f'v.{column}')} AND {self._side(column)}"
            for column, gone in (("recorded_in", 0), ("superseded_in", 1))
        )
        also = f"s.{owner}, " if owner else ""
        return (
            f"SELECT s.change_id, {also}s.fact, max(s.gone) AS gone FROM ({sides}) s "
            f"GROUP BY s.change_id, {also}s.fact"
        )

    def touches(self) -> list[Touch]:
        """The latest changes, the latest first: one more than are told."""
        facts = self._touched_by("{change} <= :until AND {change} >= :floor")
        rows = select(
            f"SELECT v.change_id, sum(1 - v.gone), sum(v.gone) FROM ({facts}) v "
            "GROUP BY v.change_id ORDER BY v.change_id DESC LIMIT :most",
            most=MOST + 1,
            floor=max(1, self._floor()) if self.is_of_many else 1,
            **self.stated,
        )
        return [Touch(change, int(new), int(other)) for change, new, other in rows]

    def touches_by_owner(
        self, changes: Sequence[int], owner: str, columns: str, joins: str
    ) -> Iterator[tuple[Touch, Row]]:
        """What each of these changes touched of each owner, whom a column of the facts names.

        The owner is told by `columns`, of v or of what `joins` joins to it.
        """
        if not changes:
            return
        facts = self._touched_by(among("{change}", "changes"), owner)
        rows = select(
            f"SELECT v.change_id, sum(1 - v.gone), sum(v.gone), {columns} FROM ({facts}) v {joins} "
            f"GROUP BY v.change_id, {columns} ORDER BY v.change_id, {columns}",
            changes=number_list(changes),
            **self.stated,
        )
        for change, new, other, *row in rows:
            yield Touch(change, int(new), int(other)), row

    def touched(self) -> str:
        """SQL for the facts that were touched in any of :changes."""
        sides = " OR ".join(
            f"({among(f'v.{column}', 'changes')} AND {self._side(column)})"
            for column in ("recorded_in", "superseded_in")
        )
        return f"SELECT v.{self.key} FROM {self.table} v WHERE {sides}"

    def steps(self, changes: Sequence[int], columns: str, joins: str = "") -> Iterator[Step]:
        """What these changes made of each fact that they touched."""
        if not changes:
            return
        rows = select(
            f"SELECT v.{self.key}, v.recorded_in, v.superseded_in, {columns} FROM {self.table} v {joins} "
            f"WHERE v.{self.key} IN ({self.touched()}) "
            f"AND ({among('v.recorded_in', 'changes')} OR {among('v.superseded_in', 'changes')}) "
            f"ORDER BY v.{self.key}, v.recorded_in, v.id",
            changes=number_list(changes),
            **self.stated,
        )
        sides: dict[tuple[int, Any], list[Row | None]] = {}
        for fact, recorded_in, superseded_in, *row in rows:
            for place, change in ((1, recorded_in), (0, superseded_in)):
                sides.setdefault((change, fact), [None, None])[place] = row
        chosen = frozenset(changes)
        for (change, _fact), (was, now) in sides.items():
            if change in chosen:
                yield Step(change, was, now)


def few(touches: Sequence[Touch]) -> list[int]:
    """The changes of which each fact is told by itself."""
    return [each.change for each in touches if each.new + each.other <= FEW]


Shown = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Words:
    """How a kind of fact is told: the columns that are read, what it says, and which values may become others.

    `fields`: what a value is called, which column has it, how it is shown. `also`: tells more of a step, once the
    words are said. `many`: the sentences of a change of very many facts, of which none is then told by itself.
    """

    columns: str
    said: Callable[[Row], str]
    fields: Sequence[tuple[str, int, Shown]] = ()
    joins: str = ""
    also: Callable[[Step, Story], None] | None = None
    many: Callable[[Touch], Sequence[str]] = field(default=lambda _touch: ())


def tell(versions: Versions, words: Words, story: Story) -> None:
    """Say what the latest changes made of these facts; two statements."""
    touches = versions.touches()
    told = few(touches) if words.many(Touch(0, 1, 1)) else [each.change for each in touches]
    for each in touches:
        if each.change not in told:
            for sentence in words.many(each):
                story.say(each.change, sentence)
    for step in versions.steps(told, words.columns, words.joins):
        tell_step(step, words, story)
        if words.also is not None:
            words.also(step, story)


def tell_step(step: Step, words: Words, story: Story) -> None:
    """Say what a change made of one fact."""
    if step.now is None:
        story.say(step.change, _("Taken back: %(what)s.", what=words.said(step.any).rstrip(".")))
    elif step.was is None:
        story.say(step.change, words.said(step.now))
    else:
        for label, place, shown in words.fields:
            was, now = step.was[place], step.now[place]
            if was != now:
                story.differ(step.change, label, shown(was), shown(now))
