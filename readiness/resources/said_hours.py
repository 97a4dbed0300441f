"""Hours that a directory tells in words, read where they can mean one thing alone. Pure.

Whoever goes at a wrong hour stands before a closed door, so a text is read whole or not at all: one word that is not
understood ('by appointment', 'first Monday', 'call for hours') leaves it what it is, words. A library for this
(parse-opening-hours) was tried and reads what it does not understand as something else.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from readiness.resources.hours import WEEKDAYS

Schedule = dict[str, Any]

_DAYS = {
    name: place
    for place, names in enumerate(
        ("mo mon monday lun lunes", "tu tue tues tuesday mar martes", "we wed weds wednesday mie miercoles",
         "th thu thur thurs thursday jue jueves", "fr fri friday vie viernes", "sa sat saturday sab sabado",
         "su sun sunday dom domingo")
    )
    for name in names.split()
}  # fmt: skip
_WORKDAYS, _ALL = frozenset(range(5)), frozenset(range(7))
_SETS = {
    "weekdays": _WORKDAYS, "m-f": _WORKDAYS, "weekends": _ALL - _WORKDAYS,
    **dict.fromkeys(
        ("daily", "every day", "everyday", "7 days a week", "seven days a week", "7 days", "todos los dias",
         "diario", "los 7 dias de la semana"),
        _ALL,
    ),
}  # fmt: skip
_ALWAYS = re.compile(
    r"(?:open |abierto )?(?:"
    r"24 ?/ ?7(?: ?/ ?365)?"
    r"|(?:las )?24 (?:hours|hrs|horas)(?: (?:a|per|al|por) (?:day|dia)| del dia)?"
    r"(?:[ ,]*(?:and |y )?(?:7 days(?: (?:a|per) week)?|(?:los )?7 dias (?:de|a) la semana|every day|daily))?"
    r"|always open|siempre abierto)"
)
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_SPAN_OF_DAYS = rf"(?:{_DAY})s?(?: ?(?:-|to|thru|through|a|al) ?(?:{_DAY})s?)?"
_SET = "|".join(sorted(map(re.escape, _SETS), key=len, reverse=True))
_SOME_DAYS = rf"(?:{_SET}|{_SPAN_OF_DAYS}(?:(?: ?[,&/] ?(?:and |y )?| and | y )(?:{_SPAN_OF_DAYS}))*)"
_TIME = r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|noon|midnight|mediodia|medianoche)"
_SPAN = rf"(?:from |de )?{_TIME} ?(?:-|to|until|a|hasta) ?{_TIME}"
_SOME_SPANS = rf"{_SPAN}(?:(?: ?[,&/] ?| and | y ){_SPAN})*"
_LINE = re.compile(
    rf"(?P<days>{_SOME_DAYS})[ ,:]*(?P<times>{_SOME_SPANS}|closed|cerrado)"
    rf"|(?P<times_first>{_SOME_SPANS}|closed|cerrado)(?: on)?[ ,:]*(?P<days_after>{_SOME_DAYS})"
)
_LEAD = re.compile(r"(?:hours|open|horario|abierto)\b ?:? ?")
_NAMED = {"noon": 12 * 60, "mediodia": 12 * 60, "midnight": 0, "medianoche": 0}
_LONGEST = 16 * 60
"""Minutes: what is open longer, and not always, is more likely a time that was mistyped."""


def read_hours(said: str) -> list[Schedule]:
    """The weekly schedules that a text means, as HSDS has them; none where it may mean anything else."""
    plain = _plain(said)
    if _ALWAYS.fullmatch(plain):
        return [_schedule(_ALL, 0, 24 * 60 - 1)]
    found: list[Schedule] = []
    told: set[int] = set()
    for line in filter(None, (part.strip(" ,.") for part in re.split(r"[;\n]", plain))):
        read = _line(line)
        if read is None or not told.isdisjoint(read[0]):
            return []
        days, spans = read
        told |= days
        found += [_schedule(days, *span) for span in spans]
    return found


def _plain(said: str) -> str:
    """Small letters without accents, one kind of dash, 'a.m.' as 'am'."""
    apart = unicodedata.normalize("NFKD", said.casefold())
    kept = "".join(each for each in apart if not unicodedata.combining(each))
    kept = re.sub(r" ?[\u2010-\u2015] ?| - ", "-", kept)
    kept = re.sub(
        r"\b([ap])\. ?m\b\.?|(?<=\d)([ap])\. ?m\b\.?", lambda found: f"{found[1] or found[2]}m", kept
    )
    kept = re.sub(r"(?<=[a-z])\.(?=[ ,-])", "", kept)
    kept = "\n".join(" ".join(line.split()) for line in kept.splitlines())
    return (
        _LEAD.sub("", kept.strip(" ."), count=1)
        if _LEAD.match(kept) and not _ALWAYS.fullmatch(kept)
        else kept
    )


def _line(line: str) -> tuple[frozenset[int], list[tuple[int, int]]] | None:
    """The days and the minutes of one line; None where it is not understood."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    days = _days(found["days"] or found["days_after"])
    times = found["times"] or found["times_first"]
    if days is None:
        return None
    if times in {"closed", "cerrado"}:
        return days, []
    found_times = re.findall(rf"({_TIME}) ?(?:-|to|until|a|hasta) ?({_TIME})", times)
    spans = [_span(opens, closes, days) for opens, closes in found_times]
    whole = [each for each in spans if each is not None]
    in_order = all(one[1] <= other[0] for one, other in pairwise(whole))
    return (days, whole) if len(whole) == len(spans) and in_order else None


def _days(said: str) -> frozenset[int] | None:
    if said in _SETS:
        return _SETS[said]
    found: list[int] = []
    for part in re.finditer(rf"({_DAY})s?(?: ?(?:-|to|thru|through|a|al) ?({_DAY})s?)?(?![a-z])", said):
        first = _DAYS[part[1]]
        last = _DAYS[part[2]] if part[2] else first
        if last < first:
            return None  # 'Fri-Mon' may be meant, or mistyped
        found += range(first, last + 1)
    return frozenset(found) if len(found) == len({*found}) else None


def _span(opens: str, closes: str, days: frozenset[int]) -> tuple[int, int] | None:
    """The minutes of one span; None where it could be another as well."""
    first, last = _minutes(opens), _minutes(closes)
    if first is None or last is None:
        return None
    (begins, begin_is_sure), (ends, end_is_sure) = first, last
    if max(begins, ends) >= 13 * 60 and not (begin_is_sure or end_is_sure):
        begin_is_sure = end_is_sure = True  # a clock of 24 hours
    if not begin_is_sure and not end_is_sure:
        # '9 to 5' on working days: a day at an office. '8 to 10' might be a morning or an evening.
        if not (days <= _WORKDAYS and 7 * 60 <= begins <= 10 * 60 and 3 * 60 <= ends <= 6 * 60):
            return None
        ends += 12 * 60
    elif not begin_is_sure:
        # '9-5pm' begins in the morning; '8-10pm' may begin in the morning or in the evening.
        if not (12 * 60 < ends < begins + 12 * 60 and begins < 12 * 60):
            return None
    elif not end_is_sure:
        return None
    ends += 24 * 60 if ends <= begins else 0
    return (begins, ends) if ends - begins <= _LONGEST else None


def _minutes(said: str) -> tuple[int, bool] | None:
    """The minute of the day, and whether morning and evening are told apart; None for no time of day."""
    if said in _NAMED:
        return _NAMED[said], True
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?(?: ?([ap])m)?", said)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if minute > 59 or hour > 23 or (found[3] and not 1 <= hour <= 12):
        return None
    if found[3]:
        return (hour % 12 + (12 if found[3] == "p" else 0)) * 60 + minute, True
    return hour * 60 + minute, False


def _schedule(days: frozenset[int], begins: int, ends: int) -> Schedule:
    ends %= 24 * 60
    return {
        "freq": "WEEKLY",
        "byday": ",".join(WEEKDAYS[day] for day in sorted(days)),
        "opens_at": f"{begins // 60:02}:{begins % 60:02}",
        "closes_at": f"{ends // 60:02}:{ends % 60:02}",
    }


_STRUCTURE = frozenset(
    {"freq", "byday", "bymonthday", "byweekno", "byyearday", "opens_at", "closes_at", "valid_from", "valid_to",
     "dtstart", "until", "count", "interval"}
)  # fmt: skip


def with_read_hours(schedules: Sequence[Mapping[str, Any]]) -> tuple[tuple[Schedule, ...], bool]:
    """The schedules, and whether they were read from words: only where nothing but one text tells the hours."""
    given = tuple(dict(each) for each in schedules)
    texts = {text for each in given for text in _texts(each)}
    if len(texts) != 1 or any(_STRUCTURE & each.keys() for each in given):
        return given, False
    read = tuple(read_hours(texts.pop()))
    return (read, True) if read else (given, False)


def _texts(schedule: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(schedule[name]) for name in ("description", "notes") if schedule.get(name))
