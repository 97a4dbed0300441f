"""What a text means, as a vector: texts that mean the same lie near, though they share no word.

The vectors of words are WordLlama's (MIT), which come with its package. Its own loader would copy the table into each
process and needs a second to start; here the file is mapped, so that all workers share it and only what is looked at
is read. It is English in effect: of Spanish words the ideas that they carry are looked up, which are in English.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.foundation.later import numpy as np
from readiness.foundation.later import tokenizers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_TABLE = "weights/l2_supercat_256.safetensors"


SIZE = 128
"""Numbers of a vector that are looked at, of 256: they are in the order of what they tell."""


def meaning_of(sense: str) -> "Vector | None":
    """The direction in which what is said lies, of length 1; None where there is no word."""
    pieces = _tokenizer().encode(sense, add_special_tokens=False).ids
    if not pieces:
        return None
    whole = _table()[pieces, :SIZE].astype(np.float32).mean(axis=0)
    # Half precision is enough, and leaves little room for how one processor rounds and another does not.
    return np.asarray(whole / np.linalg.norm(whole), dtype=np.float16).astype(np.float32)


@dataclass
class Meanings:
    """The directions of what is said of each situation, by slug."""

    by_slug: "Mapping[str, Vector]"

    def __post_init__(self) -> None:
        self._all = np.concatenate(list(self.by_slug.values()))
        self._starts = np.cumsum([0, *(len(vectors) for vectors in self.by_slug.values())])[:-1]
        # Each situation's are a part of the whole: nothing is held twice.
        self.by_slug = dict(zip(self.by_slug, np.split(self._all, self._starts[1:]), strict=True))

    def nearness(self, sense: str) -> "Vector | None":
        """How near the nearest saying of each situation lies to what is said; None where there is no word."""
        vector = meaning_of(sense)
        if vector is None:
            return None
        # Row by row: as one product it would be shared out to threads, which costs eight times as much.
        return np.asarray(np.maximum.reduceat(np.vecdot(self._all, vector), self._starts))


def meanings(slugs: Sequence[str], told: Sequence[tuple[str, str]]) -> Meanings:
    """The directions of what is said of each situation: slug and sense."""
    by_slug: dict[str, list[Vector]] = {slug: [] for slug in slugs}
    for slug, sense in told:
        vector = meaning_of(sense)
        if vector is not None:
            by_slug[slug].append(vector)
    return Meanings({slug: np.array(vectors) for slug, vectors in by_slug.items()})


def _folder() -> Path:
    found = find_spec("wordllama")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("wordllama is not installed: run make setup.")
    return Path(found.origin).parent


@cache
def _tokenizer() -> "tokenizers.Tokenizer":
    return tokenizers.Tokenizer.from_file(str(_folder() / _TOKENIZER))


@cache
def _table() -> "NDArray[np.float16]":
    """A row for each piece of a word, mapped from the file (its header: 8 bytes of length, then JSON)."""
    path = _folder() / _TABLE
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))["embedding.weight"]
    return np.memmap(
        path,
        dtype="<f2",
        mode="r",
        offset=8 + length + header["data_offsets"][0],
        shape=tuple(header["shape"]),
    )
