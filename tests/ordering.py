"""What takes long begins first, at every worker, so that none of them is left alone with it at the end.

Each worker is given one part of the list, from its beginning on, and takes from the end of another's when it is done
(pytest-xdist's worksteal). So each part begins with some of the long files; all else stays as it was shuffled.
"""

from collections.abc import Sequence

LONG = {
    "tests/browser/test_every_page.py": 330,
    "tests/browser/test_handbook_editing.py": 80,
    "tests/resources/test_public_directories.py": 70,
    "tests/roads/test_ending.py": 60,
    "tests/compliance/test_any_day.py": 35,
    "tests/sample/test_beside_real_data.py": 20,
    "tests/access/test_erased_people.py": 16,
    "tests/access/test_changing.py": 9,
}
"""By its path, about how many seconds of a processor a file takes."""


def long_ones_first(names: Sequence[str], workers: int) -> list[int]:
    """The places of all tests (path::name), in as many parts as there are workers, each of which begins with long ones."""
    files = [name.partition("::")[0] for name in names]
    parts: list[list[int]] = [[] for _worker in range(workers)]
    taken = [0] * workers
    for path, seconds in LONG.items():
        lightest = taken.index(min(taken))
        taken[lightest] += seconds
        parts[lightest] += [place for place, file in enumerate(files) if file == path]
    rest = [place for place, file in enumerate(files) if file not in LONG]
    left = len(names)
    for number, part in enumerate(parts):
        size = max(0, left // (workers - number) - len(part))
        part.extend(rest[:size])
        del rest[:size]
        left -= len(part)
    return [place for part in parts for place in part]
