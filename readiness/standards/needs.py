"""What people need, as shipped: by which codes, terms and words a service for it is known."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from readiness.foundation.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "needs.toml"


class Need(BaseModel):
    """A need. `codes`: beginnings of codes that mean it; `also`: of those that may; `never`: what is not meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    id: str
    title: str
    title_es: str
    codes: tuple[str, ...]
    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    terms: tuple[str, ...]
    words: tuple[str, ...]
    serves: tuple[str, ...]

    def called(self, language: str) -> str:
        """Its name in a language."""
        return self.title_es if language == "es" else self.title

    @property
    def never_codes(self) -> tuple[str, ...]:
        """The codes among what is never meant."""
        return tuple(each for each in self.never if each[:1].isupper())

    @property
    def never_words(self) -> frozenset[str]:
        """The words among what is never meant."""
        return frozenset(each for each in self.never if not each[:1].isupper())


def load_needs(path: Path = SHIPPED) -> dict[str, Need]:
    """Read and check the file; raises ConfigurationError naming the file and every key at fault."""
    try:
        blocks: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}") from error
    needs, faults = {}, []
    for key, block in blocks.items():
        try:
            needs[key] = Need.model_validate({"id": key, **block})
        except ValidationError as error:
            faults += [f"{path.name}, {key}.{fault['loc'][0]}: {fault['msg']}" for fault in error.errors()]
    if faults:
        raise ConfigurationError(faults)
    return needs
