"""What people type: tidied as cells of files are, and refused in words, all faults at once. Pure."""

from datetime import date

from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.imports.reading.tidying import cell_problem, tidy

LONGEST = 200


class Typed:
    """Collects what is wrong with what was typed; each fault begins with the field that it is of."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, field: str, sentence: str) -> None:
        self.faults.append(f"{field}: {sentence}")

    def text(self, field: str, typed: str | None, *, longest: int = LONGEST, missing: str = "") -> str:
        """The text without what is around it. `missing`: what to say where it is empty and must not be."""
        text = tidy(typed or "")
        problem = cell_problem(text)
        if problem:
            self.fault(field, problem)
        elif len(text) > longest:
            sentence = _(
                "has %(length)s characters; at most %(most)s fit. Shorten it.", length=len(text), most=longest
            )
            self.fault(field, sentence)
        elif missing and not text:
            self.fault(field, missing)
        return text

    def reason(self, typed: str | None) -> str:
        return self.text("reason", typed, missing=_("Write why, for those who look at this later."))

    def days(self, from_on: date | None, until_on: date | None, field: str = "until_on") -> tuple[date, date]:
        """The first and last day; None is an open end."""
        first, last = from_on or FIRST_DAY, until_on or LAST_DAY
        if last < first:
            self.fault(field, _("ends before it starts. Mend one of the two days."))
        return first, last

    def check(self) -> None:
        """Raise InvalidInput with every fault, if there is any."""
        if self.faults:
            raise InvalidInput(self.faults)
