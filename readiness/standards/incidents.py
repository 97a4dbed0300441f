"""What is asked of an incident: its kinds, the questions of the log of violent ones, how long what is kept."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

SHIPPED = Path(__file__).parent / "incidents.toml"


class Question(BaseModel):
    """A question of the log that is answered by choosing. `clause`: where the law asks it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    clause: str
    title: str
    several: bool = False
    choices: dict[str, str]


class IncidentRules(BaseModel):
    """The kinds of incidents, and the numbers that hold for all of them. `verified`: at the chaptered text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    source_url: str
    read_on: date
    verified: bool
    keep_years: int = Field(ge=1)
    debrief_hours: int = Field(ge=1)
    follow_up_days: int = Field(ge=1)
    load_days: tuple[int, int]
    rest_from: tuple[int, int]
    kind: dict[str, str]
    question: tuple[Question, ...]

    def asked(self, question_id: str) -> Question:
        """A question by its id."""
        return next(each for each in self.question if each.id == question_id)


@cache
def incident_rules() -> IncidentRules:
    """The rules as shipped."""
    return IncidentRules.model_validate(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))
