"""The form of when people are reminded."""

import re
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.reminders import CertificateStages, ReminderRules, Stages
from readiness.web.forms import Form, Required

_LINE = re.compile(r"\s*([a-z0-9-]+)\s*:\s*([\d, ]*)(?:/\s*([\d, ]*))?(?:/\s*(\d*)\s*)?")


WHOLE_HOUR = msgid("Write a whole hour from 0 to 24.")


class RulesForm(Form):
    """When people are reminded of certificates that end, and which hours are not quiet."""

    before = StringField(
        msgid("Days before the last day"), description=msgid("Such as 60, 30, 7: one reminder each.")
    )
    after = StringField(
        msgid("Days after it"), description=msgid("Such as 1, 14: while no newer certificate is on record.")
    )
    escalate_after = IntegerField(
        msgid("Days after it until a manager is told"),
        [Skippable()],
        description=msgid("Empty: nobody else is told."),
    )
    kinds = TextAreaField(
        msgid("Kinds with days of their own"),
        description=msgid("One a line: code: days before / days after / days until a manager is told."),
    )
    first = IntegerField(
        msgid("Reminders are made from this hour"),
        [Required(WHOLE_HOUR), NumberRange(0, 23, WHOLE_HOUR)],
        description=msgid("Of the site’s own clock."),
    )
    last = IntegerField(msgid("and before this one"), [Required(WHOLE_HOUR), NumberRange(1, 24, WHOLE_HOUR)])

    def fill(self, rules: ReminderRules) -> None:
        """Show the rules as they are."""
        self.before.data, self.after.data = _days(rules.certificate.before), _days(rules.certificate.after)
        self.escalate_after.data = rules.certificate.escalate_after
        self.kinds.data = "\n".join(_line(code, each) for code, each in rules.certificate.kinds.items())
        self.first.data, self.last.data = rules.hours.first, rules.hours.last

    def content(self) -> dict[str, Any]:
        """What is to be kept; raises InvalidInput where a line is not understood."""
        certificate = {
            "before": _numbers(self.before.data, "before"),
            "after": _numbers(self.after.data, "after"),
            "escalate_after": self.escalate_after.data,
            "kinds": dict(_own_kind(line) for line in (self.kinds.data or "").splitlines() if line.strip()),
        }
        return {"certificate": certificate, "hours": {"first": self.first.data, "last": self.last.data}}


def _days(days: tuple[int, ...]) -> str:
    return ", ".join(map(str, days))


def _line(code: str, stages: Stages) -> str:
    parts = [_days(stages.before), _days(stages.after), str(stages.escalate_after or "")]
    return f"{code}: {' / '.join(parts)}".rstrip(" /")


def _numbers(text: str | None, field: str) -> list[int]:
    parts = [part for part in re.split(r"[,\s]+", text or "") if part]
    if not all(part.isdecimal() for part in parts):
        raise InvalidInput(_("%(field)s: Write whole numbers of days, such as 60, 30, 7.", field=field))
    return [int(part) for part in parts]


def _own_kind(line: str) -> tuple[str, dict[str, Any]]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise InvalidInput(_("kinds: ‘%(line)s’ is not of the form code: 90, 30 / 1, 14 / 21.", line=line))
    code, before, after, escalate = found.groups()
    stages = CertificateStages(
        before=tuple(_numbers(before, "kinds")),
        after=tuple(_numbers(after, "kinds")),
        escalate_after=int(escalate) if escalate else None,
    )
    return code, stages.model_dump(mode="json", exclude={"kinds"})
