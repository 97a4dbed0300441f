"""What a plan of some sites costs at the very least, by counting alone. Pure."""

from collections import Counter, defaultdict
from datetime import date

from readiness.planning.ground import Ground
from readiness.planning.shapes import Team, Year
from readiness.planning.wishes import EXERCISE, UNMET, least_count, rules_apart

Window = tuple[date, date]


def least_cost(part: Year) -> int:
    """So many exercises there must be; and so many have no day, as their team cannot run them in their time."""
    grounds = {site.code: Ground(site) for site in part.sites}
    least = EXERCISE * sum(map(least_count, part.sites))
    too_many = max((_beyond(team, grounds) for team in part.teams), default=0)
    # What has no day costs more than what is held, and is not held besides.
    return least + (UNMET - EXERCISE) * too_many


def _beyond(team: Team, grounds: dict[str, Ground]) -> int:
    """How many exercises are asked for beyond what a team can run, over windows that do not overlap."""
    wanted: Counter[Window] = Counter()
    open_sites: Counter[date] = Counter()
    for code in team.sites & grounds.keys():
        ground = grounds[code]
        open_sites.update(ground.site.days)
        apart = rules_apart(ground)
        for need, lacking in zip(ground.needs, ground.lacking, strict=True):
            if need.rule.key in apart:
                wanted[need.from_on, need.until_on] += lacking
    room: dict[Window, int] = defaultdict(int)
    for first, last in wanted:
        room[first, last] = sum(
            min(team.a_day, count) for day, count in open_sites.items() if first <= day <= last
        )
    return _heaviest({window: wanted[window] - room[window] for window in wanted})


def _heaviest(beyond: dict[Window, int]) -> int:
    """The most that windows come to of which no two overlap."""
    best: list[tuple[date, int]] = []
    for first, last in sorted((window for window in beyond if beyond[window] > 0), key=lambda each: each[1]):
        before = max((sum_ for until_on, sum_ in best if until_on < first), default=0)
        so_far = best[-1][1] if best else 0
        best.append((last, max(so_far, before + beyond[first, last])))
    return best[-1][1] if best else 0
