"""`python -m bench.alone WORDS...` runs a program of this Python, and says its seconds and its peak memory.

By a small process of its own: Linux counts the memory of whoever starts a program, at its highest until then, as that
program's peak, and a benchmark that holds a floor's tables is larger than what it measures.
"""

import os
import subprocess
import sys
import time


def main() -> None:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)
    sys.exit(process.returncode != 0)


if __name__ == "__main__":
    main()
