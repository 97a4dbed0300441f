"""When people are reminded of what comes due: stages before and after a day, by kind; hours that are not quiet."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from readiness.foundation.errors import ConfigurationError

SHIPPED = Path(__file__).parent / "reminders.toml"
FURTHEST = 366


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stages(_Part):
    """Days before and after a due day on which someone is reminded; None: nobody else is told."""

    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    escalate_after: int | None = Field(default=None, ge=1, le=FURTHEST)

    @model_validator(mode="after")
    def _within_a_year(self) -> "Stages":
        if any(not 0 <= days <= FURTHEST for days in self.before + self.after):
            raise ValueError(f"days are whole numbers from 0 to {FURTHEST}")
        return self


class CertificateStages(Stages):
    """Those of certificates; some kinds have their own."""

    kinds: dict[str, Stages] = {}

    def of_kind(self, code: str) -> Stages:
        return self.kinds.get(code, self)


class Hours(_Part):
    """The hours of a working day in which reminders are made; before `first` and from `last` on it is quiet."""

    first: int = Field(default=9, ge=0, le=23)
    last: int = Field(default=17, ge=1, le=24)

    @model_validator(mode="after")
    def _in_order(self) -> "Hours":
        if self.last <= self.first:
            raise ValueError("the last hour comes after the first")
        return self


class ReminderRules(_Part):
    """Everything that decides who is reminded when."""

    certificate: CertificateStages = CertificateStages()
    corrective_action: Stages = Field(default=Stages(), alias="corrective-action")
    training_need: Stages = Field(default=Stages(), alias="training-need")
    finding: Stages = Stages()
    assigned: Stages = Stages()
    hours: Hours = Hours()


def reminder_rules(content: dict[str, Any], name: str = SHIPPED.name) -> ReminderRules:
    """Check what a file or a page says; raises ConfigurationError naming every key at fault."""
    try:
        return ReminderRules.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError(
            [f"{name}, {'.'.join(map(str, each['loc']))}: {each['msg']}." for each in error.errors()]
        ) from error


@cache
def shipped_reminders() -> ReminderRules:
    """The rules that came with this release; read once."""
    return reminder_rules(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))
