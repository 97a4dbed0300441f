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

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Vector = NDArray[np.float32]

_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_TABLE = "weights/l2_supercat_256.safetensors"


def meaning_of(sense: str) -> Vector | None:
    """The direction in which what is said lies, of length 1; None where there is no word."""
    pieces = _tokenizer().encode(sense, add_special_tokens=False).ids
    if not pieces:
        return None
    whole = _table()[pieces].astype(np.float32).mean(axis=0)
    return np.asarray(whole / np.linalg.norm(whole))


@dataclass(frozen=True)
class Meanings:
    """The direction of each situation, seen from `middle`, the mean of everything that is said."""

    directions: Vector
    middle: Vector

    def nearness(self, sense: str) -> Vector | None:
        """How near what is said lies to each situation; None where there is no word."""
        vector = meaning_of(sense)
        return None if vector is None else np.asarray(self.directions @ (vector - self.middle))


def meanings(slugs: Sequence[str], told: Sequence[tuple[str, str]]) -> Meanings:
    """The directions of situations, from what is said of each: slug and sense."""
    by_slug: Mapping[str, list[Vector]] = {slug: [] for slug in slugs}
    for slug, sense in told:
        vector = meaning_of(sense)
        if vector is not None:
            by_slug[slug].append(vector)
    middle = np.mean([vector for vectors in by_slug.values() for vector in vectors], axis=0)
    directions = np.array([np.mean(vectors, axis=0) - middle for vectors in by_slug.values()])
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    # Half precision is enough, and leaves no room for how one processor rounds and another does not.
    return Meanings(_half(directions / np.maximum(lengths, 1e-9)), _half(middle))


def _half(numbers: NDArray[np.floating]) -> Vector:
    return numbers.astype(np.float16).astype(np.float32)


def _folder() -> Path:
    found = find_spec("wordllama")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("wordllama is not installed: run make setup.")
    return Path(found.origin).parent


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(_folder() / _TOKENIZER))


@cache
def _table() -> NDArray[np.float16]:
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
