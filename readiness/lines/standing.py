"""Whether a crisis line may be shown: verified, checked not too long ago, and no number of it given up. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.standards.crisis_lines import CrisisLine


@dataclass(frozen=True, slots=True)
class Watch:
    """By what lines are judged: all of them, the day, and after how many days a check is too old."""

    lines: Mapping[str, CrisisLine]
    as_of: date
    check_days: int

    def due_on(self, line: CrisisLine) -> date | None:
        """The last day on which its check holds; None where it was never verified."""
        if not line.verified or line.verified_on is None:
            return None
        return line.verified_on + timedelta(days=self.check_days)

    def problem(self, code: str, numbers: Collection[str] | None = None) -> str:
        """Why a line must not be shown, with what to do about it; '' where it may.

        `numbers`: those that are shown, where they may be others than its present ones.
        """
        line = self.lines.get(code)
        if line is None:
            return _("‘%(code)s’ is no line that is known. Take it out of the protocols.", code=code)
        due_on = self.due_on(line)
        if due_on is None:
            return _(
                "‘%(name)s’ (%(code)s) is not verified. Read its source, and sign it.",
                name=line.name,
                code=code,
            )
        if due_on < self.as_of:
            return _(
                "‘%(name)s’ (%(code)s) was last verified on %(day)s, more than %(count)s days ago. "
                "Read its source again, and sign it.",
                name=line.name, code=code, day=day(line.verified_on or due_on), count=self.check_days,
            )  # fmt: skip
        shown = line.numbers if numbers is None else numbers
        given_up = sorted({number for other in self.lines.values() for number in other.supersedes} & {*shown})
        if given_up:
            return _(
                "‘%(name)s’ (%(code)s) has %(number)s, which another number took the place of. Correct it.",
                name=line.name, code=code, number=", ".join(given_up),
            )  # fmt: skip
        if numbers is not None and not {*numbers} <= {*line.numbers}:
            return _(
                "‘%(name)s’ (%(code)s) was corrected since: the handbook still shows %(number)s. Publish it.",
                name=line.name, code=code, number=", ".join(sorted({*numbers} - {*line.numbers})),
            )  # fmt: skip
        return ""
