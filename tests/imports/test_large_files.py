"""Files with very many rows: memory does not grow with them."""

import gc
from pathlib import Path

import psutil

from readiness.imports.reading.tables import open_table


def memory_while_reading(path: Path) -> tuple[int, int]:
    """Rows, and the most bytes of memory that this process had while reading them."""
    process, most, count = psutil.Process(), 0, 0
    gc.collect()
    with open_table(path) as table:
        for _row in table.rows():
            if count % 10_000 == 0:
                most = max(most, process.memory_info().rss)
            count += 1
    return count, most


def write_rows(path: Path, count: int) -> None:
    """A file with so many rows of nine columns."""
    with path.open("w") as file:
        file.write("number,name,mail,since,until,title,site,department,state\n")
        for start in range(0, count, 1000):
            file.writelines(
                f"{number},Zoë Müller,zoe{number}@example.org,2026-02-28,,Nurse,HQ,Ward,Active\n"
                if number % 10 == 0
                else f"{number},Ana Ruiz,ana{number}@example.org,2026-02-28,,Nurse,HQ,Ward,Active\n"
                for number in range(start, start + 1000)
            )


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    write_rows(small, 20_000)
    write_rows(large, 1_000_000)
    memory_while_reading(small)
    (_count, before), (count, after) = memory_while_reading(small), memory_while_reading(large)
    assert count == 1_000_000
    assert after - before < 4 * 1024 * 1024
