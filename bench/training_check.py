"""Judges a plan of training by counting for itself, day by day. Knows nothing of the planner; standard library only."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from math import ceil

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone with where they work, when they are away, what they speak, and until when what they hold counts."""

    site: str
    employed: Days
    title: str = ""
    away: Sequence[Days] = ()
    spoken: frozenset[str] = frozenset()
    held: Sequence[tuple[str, Days]] = ()
    absent: Sequence[Days] = ()
    """When they are not on duty, though they are not away."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A class: the kind to which it leads, its days, in what language, from where people may come, seats, price."""

    kind: str
    days: Days
    tongue: str
    sites: frozenset[str] | None
    seats: int
    price: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked: so many at each site who hold one of the kinds; or with a title, each who bears it.

    `on_each_shift`: of those who are on duty on each shift; `language`: of those who speak it.
    """

    kinds: frozenset[str]
    at_least: int = 0
    one_per: int | None = None
    title: str = ""
    on_each_shift: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a plan is judged by. `years`: how long a kind counts; None: for ever.

    `standing`: by person, the classes in which they have a place already. `shifts`: by site, people who are on duty
    there on a weekday.
    """

    first: date
    last: date
    workers: Mapping[str, Worker]
    lessons: Mapping[int, Lesson]
    rules: Sequence[Rule]
    years: Mapping[str, int | None]
    shifts: Mapping[tuple[str, int], frozenset[str]] = field(default_factory=dict)


Seat = tuple[str, int]
"""Who sits in which class."""


def until(world: World, lesson: Lesson) -> date:
    """The last day on which what is learned counts."""
    years, last = world.years[lesson.kind], lesson.days[1]
    if years is None:
        return date.max
    try:
        return last.replace(year=last.year + years)
    except ValueError:
        return last.replace(year=last.year + years, day=28)


def faults(world: World, seats: Sequence[Seat]) -> list[str]:
    """Every rule of attending that a plan breaks."""
    found = [f"class {number}: more people than seats" for number in _overfull(world, seats)]
    found += [
        f"{who} in class {number}: {why}" for who, number in seats for why in _against(world, who, number)
    ]
    mine: dict[str, list[int]] = defaultdict(list)
    for who, number in seats:
        mine[who].append(number)
    for who, numbers in mine.items():
        for one, other in combinations(numbers, 2):
            a, b = world.lessons[one], world.lessons[other]
            if a.days[0] <= b.days[1] and b.days[0] <= a.days[1]:
                found.append(f"{who}: two classes on a day")
            if any({a.kind, b.kind} <= rule.kinds for rule in world.rules) or a.kind == b.kind:
                found.append(f"{who}: twice for the same")
    return [*found, *_deserted(world, seats)]


def _overfull(world: World, seats: Sequence[Seat]) -> Iterator[int]:
    for number, count in Counter(number for _who, number in seats).items():
        if count > world.lessons[number].seats:
            yield number


def _against(world: World, who: str, number: int) -> Iterator[str]:
    worker, lesson = world.workers[who], world.lessons[number]
    if not (worker.employed[0] <= lesson.days[0] and lesson.days[1] <= worker.employed[1]):
        yield "does not work here then"
    if any(away[0] <= lesson.days[1] and lesson.days[0] <= away[1] for away in worker.away):
        yield "is away"
    if lesson.tongue and lesson.tongue not in worker.spoken:
        yield "does not speak the language"
    if lesson.sites is not None and worker.site not in lesson.sites:
        yield "works too far away"


def _deserted(world: World, seats: Sequence[Seat]) -> Iterator[str]:
    for number, lesson in world.lessons.items():
        learning = {
            who
            for who, other in seats
            if world.lessons[other].days[0] <= lesson.days[1]
            and lesson.days[0] <= world.lessons[other].days[1]
        }
        if number in {other for _who, other in seats}:
            for (site, weekday), people in world.shifts.items():
                is_then = any(day.weekday() == weekday for day in _each(lesson.days))
                if is_then and people & learning and not people - learning:
                    yield f"{site}: nobody stays on duty during class {number}"


def _each(days: Days) -> Iterator[date]:
    day = days[0]
    while day <= days[1]:
        yield day
        day += timedelta(days=1)


def missing(world: World, seats: Sequence[Seat]) -> int:
    """One for each requirement, day and person who is missing, counted day by day."""
    held: dict[str, list[tuple[str, Days]]] = {
        who: list(worker.held) for who, worker in world.workers.items()
    }
    for who, number in seats:
        lesson = world.lessons[number]
        held[who].append((lesson.kind, (lesson.days[1], until(world, lesson))))
    return sum(_missing(world, rule, held) for rule in world.rules)


def _missing(world: World, rule: Rule, held: Mapping[str, Sequence[tuple[str, Days]]]) -> int:
    if rule.on_each_shift:
        return _missing_on_shifts(world, rule, held)
    heads: dict[str, Counter[date]] = defaultdict(Counter)
    holders: dict[str, Counter[date]] = defaultdict(Counter)
    everyone: Counter[str] = Counter()
    short = 0
    for who, worker in world.workers.items():
        if rule.title and worker.title != rule.title:
            continue
        there = (max(world.first, worker.employed[0]), min(world.last, worker.employed[1]))
        if there == (world.first, world.last):
            everyone[worker.site] += 1
        else:
            heads[worker.site].update(_each(there))
        counting = [days for kind, days in held[who] if kind in rule.kinds]
        has = {day for days in counting for day in _each((max(days[0], there[0]), min(days[1], there[1])))}
        short += bool(rule.title) * (max(0, (there[1] - there[0]).days + 1) - len(has))
        if not rule.language or rule.language in worker.spoken:
            holders[worker.site].update(
                day for day in has if not any(away[0] <= day <= away[1] for away in worker.away)
            )
    if rule.title:
        return short
    return sum(
        max(0, _need(rule, everyone[site] + heads[site][day]) - holders[site][day])
        for site in everyone.keys() | heads.keys()
        for day in _each((world.first, world.last))
    )


def _missing_on_shifts(world: World, rule: Rule, held: Mapping[str, Sequence[tuple[str, Days]]]) -> int:
    """One for each shift of each day and each one who is missing on it, while anybody works at the site."""
    short = 0
    for (site, weekday), people in world.shifts.items():
        for day in _each((world.first, world.last)):
            is_open = any(
                _within(day, [each.employed]) for each in world.workers.values() if each.site == site
            )
            if day.weekday() == weekday and is_open:
                there = sum(_helps(world.workers[who], held[who], rule, day) for who in people)
                short += max(0, rule.at_least - there)
    return short


def _helps(worker: Worker, held: Sequence[tuple[str, Days]], rule: Rule, day: date) -> bool:
    holds = _within(day, [days for kind, days in held if kind in rule.kinds])
    return holds and _within(day, [worker.employed]) and not _within(day, [*worker.away, *worker.absent])


def _within(day: date, spells: Sequence[Days]) -> bool:
    return any(first <= day <= last for first, last in spells)


def _need(rule: Rule, count: int) -> int:
    if not count:
        return 0
    return max(rule.at_least, ceil(count / rule.one_per) if rule.one_per else 0)


def worth(world: World, seats: Sequence[Seat]) -> tuple[int, int, int, int]:
    """What is missing, seats, price, load: the numbers by which plans are told apart, in their order."""
    held_kinds = {
        who: sum(
            any(
                kind in rule.kinds and days[0] <= world.last and days[1] >= world.first
                for kind, days in worker.held
            )
            for rule in _one_a_kind(world.rules)
        )
        for who, worker in world.workers.items()
    }
    people = Counter(who for who, _number in seats)
    load = sum(held_kinds[who] * count + 10 * (count - 1) for who, count in people.items())
    return missing(world, seats), len(seats), sum(world.lessons[number].price for _who, number in seats), load


def _one_a_kind(rules: Sequence[Rule]) -> list[Rule]:
    return list({rule.kinds: rule for rule in rules}.values())


def best(world: World) -> tuple[int, int, int, int]:
    """The least that any plan comes to, by trying all of them. For small worlds."""
    pairs = [
        (who, number)
        for who in world.workers
        for number in world.lessons
        if not any(_against(world, who, number))
    ]
    return min(
        worth(world, seats)
        for size in range(len(pairs) + 1)
        for seats in combinations(pairs, size)
        if not faults(world, seats)
    )
