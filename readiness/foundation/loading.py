"""What a process that serves holds: loaded with no search for garbage, and given back once it is freed."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """A block in which Python looks for no garbage; what is there at its end is never looked through again.

    Otherwise a fifth of the time of a start goes into looking through ever more that stays, and so does each later
    search. What is left alone is shared by the workers that are forked from this process, too.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


# By their numbers in glibc's <malloc.h>.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
LARGE = 256 * 1024
"""Bytes from which on something is asked of the system by itself, and given back as soon as it is freed."""


def give_back_now() -> None:
    """Give back what was freed between things that stay: much of what is read at once is needed for reading alone."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def give_back_what_is_freed() -> None:
    """Let this process, and those that are forked from it, hold no more than they use.

    Left alone, glibc takes the 19 MB that a password's hash needs for what is usual, and keeps them for ever; and it
    keeps a heap for each thread, of which none gives room to another. Other libraries of C know no such thing.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, LARGE)
        set_option(_ARENA_MAX, 1)
