"""What a way out is made of: what a finding is about, and what may be done, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.compliance.days.findings import MissingFact, Status


@dataclass(frozen=True, slots=True)
class Way:
    """What to do, as its button says it, and where: the endpoint of the page and the arguments of its address."""

    label: str
    endpoint: str
    values: Mapping[str, str | int | Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """What a finding is about: a site or someone there. `person_id` None: the site, with everyone of whom it is asked.

    `counting`: the kinds of certificates that count as the one that is asked for.
    """

    status: Status
    clause: tuple[str, str]
    site: tuple[int, str]
    staff_number: str = ""
    person_id: int | None = None
    due_on: date | None = None
    counting: Sequence[str] = ()
    missing: Sequence[MissingFact] = ()
