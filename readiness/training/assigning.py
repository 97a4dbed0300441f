"""Which of those who are alike takes which of their seats: nobody two on a day, nor two for the same. Pure.

Seats join a family of kinds with a day; who takes them are colours of which none meets itself in a family or on a day.
There are as many people as seats in any family and on any day, so that they suffice (König).
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from readiness.training.shapes import Member, Problem

Ends = tuple[Hashable, Hashable]


def assigned(problem: Problem, chosen: Sequence[int]) -> list[tuple[int, Member]]:
    """Each choice with who makes it."""
    by_learner: dict[int, list[int]] = defaultdict(list)
    for place in chosen:
        by_learner[problem.choices[place].learner].append(place)
    found = []
    for number, places in by_learner.items():
        members = problem.learners[number].members
        ends = [_ends(problem, place) for place in places]
        colours = (
            [0] * len(places) if len(members) == 1 else spread(coloured(ends, len(members)), len(members))
        )
        found += [(place, members[colour]) for place, colour in zip(places, colours, strict=True)]
    return sorted(found, key=lambda each: (each[0], each[1].staff_number))


def _ends(problem: Problem, place: int) -> Ends:
    offer = problem.offers[problem.choices[place].offer]
    wide = [family for family in problem.families if offer.kind in family]
    family = max(wide, key=lambda each: (len(each), sorted(each)), default=frozenset({offer.kind}))
    return ("family", family), ("day", offer.held_on)


def coloured(edges: Sequence[Ends], count: int) -> list[int]:
    """A colour for each edge, so that none meets itself at an end; `count` is at least the most edges at one end."""
    at: dict[Hashable, dict[int, int]] = defaultdict(dict)
    found = [-1] * len(edges)
    for edge, (one, other) in enumerate(edges):
        free = [colour for colour in range(count) if colour not in at[one]]
        common = next((colour for colour in free if colour not in at[other]), None)
        if common is None:
            common = next(colour for colour in range(count) if colour not in at[other])
            _swap(edges, found, at, one, (common, free[0]))
        found[edge] = common
        at[one][common] = at[other][common] = edge
    return found


def _swap(
    edges: Sequence[Ends],
    found: list[int],
    at: dict[Hashable, dict[int, int]],
    start: Hashable,
    colours: tuple[int, int],
) -> None:
    """Let two colours change places on the path of both that begins at an end, so that the first is free there."""
    path, end, wanted = [], start, 0
    while (edge := at[end].get(colours[wanted])) is not None:
        path.append(edge)
        one, other = edges[edge]
        end, wanted = (other if end == one else one), 1 - wanted
    for edge in path:
        for each in edges[edge]:
            at[each].pop(found[edge], None)
    for edge in path:
        found[edge] = colours[1] if found[edge] == colours[0] else colours[0]
    for edge in path:
        for each in edges[edge]:
            at[each][found[edge]] = edge


def spread(colours: Sequence[int], count: int) -> list[int]:
    """The same, but that nobody has two seats while somebody has none."""
    seats = [0] * count
    for colour in colours:
        seats[colour] += 1
    idle = [colour for colour in range(count - 1, -1, -1) if not seats[colour]]
    found = list(colours)
    for edge, colour in enumerate(found):
        if seats[colour] > 1 and idle:
            seats[colour] -= 1
            found[edge] = idle.pop()
            seats[found[edge]] += 1
    return found
