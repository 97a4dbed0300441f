"""What is asked about a file before it is read: its columns, its days, the meaning of its values. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.foundation.errors import InvalidInput
from readiness.foundation.later import rapidfuzz
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.cells import ChoiceCells
from readiness.imports.contents import Suggestion, suggest
from readiness.imports.field_words import field_words
from readiness.imports.fields import FieldList, FieldType, Vocabulary
from readiness.imports.guessing import DATE_FORMATS, SAMPLE, Kind, fitting_formats, makes_sites
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.seeing import Seen

LEFT_OUT = "-"
"""What a form sends for a value whose rows are left out; '' means that nothing is said of it."""

MADE = "+"
"""What a form sends for a value of which a new site is made."""

CLOSE = 70
"""How alike an unknown value must be to one of our words, of 100, to be held beside it."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column as it is asked about. `field` '': not needed. `told_by`: name, contents, choice or ''."""

    place: int
    name: str
    examples: Sequence[str]
    field: str
    told_by: str
    doubt: str


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A way to read days, with a day of the file as it is then read."""

    date_format: str
    words: str


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value of a column: its rows, and what it means.

    `meaning` None: nobody knows yet; MADE: a site is made of it. `near`: the one of our words that
    was perhaps meant, where there is one.
    """

    place: int
    value: str
    row_count: int
    meaning: str | None
    near: str = ""


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """A field whose values need a meaning. `choices`: our value and its words."""

    field: str
    column: str
    values: Sequence[ValueChoice]
    choices: Mapping[str, str]

    @property
    def makes_sites(self) -> bool:
        """Whether a new site may be made of a value."""
        return self.field == "site"


def likely_mapping(kind: Kind, seen: Seen) -> tuple[ColumnMapping, Suggestion]:
    """The mapping to begin with, and how it was told."""
    told = suggest(kind, seen)
    return ColumnMapping(kind.name, told.columns, told.date_formats, makes_sites(kind)), told


def column_choices(mapping: ColumnMapping, seen: Seen, told: Suggestion | None) -> list[ColumnChoice]:
    """Every column of the file; `told` None: someone has chosen already."""
    fields = {column: name for name, column in mapping.columns.items()}
    found = []
    for place, column in enumerate(seen.header):
        name = fields.get(column, "")
        told_by = "" if not name else "choice" if told is None else "name"
        if told is not None and name in told.by_contents:
            told_by = "contents"
        doubt = told.doubts.get(name, "") if told is not None and name else ""
        found.append(ColumnChoice(place, column, seen.examples(column), name, told_by, doubt))
    return found


def chosen_columns(kind: Kind, seen: Seen, chosen: Mapping[int, str]) -> dict[str, str]:
    """Our fields with their columns, as they were chosen by place; raises InvalidInput naming every fault."""
    columns: dict[str, str] = {}
    faults = []
    for place, name in chosen.items():
        if not name or place >= len(seen.header):
            continue
        if name not in kind.fields.names:
            faults.append(_("'%(name)s' is none of our fields.", name=name))
        elif name in columns:
            faults.append(
                _(
                    "Two columns are given for %(field)s: '%(first)s' and '%(second)s'. Choose one of them.",
                    field=field_words(kind.fields[name]),
                    first=columns[name],
                    second=seen.header[place],
                )
            )
        else:
            columns[name] = seen.header[place]
    faults += _not_chosen(columns, kind.fields)
    if faults:
        raise InvalidInput(faults)
    return columns


def _not_chosen(columns: Mapping[str, str], fields: FieldList) -> list[str]:
    """The fields that are needed and that no column was chosen for, a sentence each."""
    faults = [
        _("No column is chosen for the %(field)s, which is needed.", field=field_words(each))
        for each in fields.fields
        if each.needed and each.name not in columns
    ]
    if fields.one_of and not any(name in columns for name in fields.one_of):
        either = " / ".join(field_words(fields[name]) for name in fields.one_of)
        faults.append(
            _("No column is chosen for any of these, of which one is needed: %(fields)s.", fields=either)
        )
    return faults


def day_choices(kind: Kind, mapping: ColumnMapping, seen: Seen) -> list[DayChoice]:
    """The ways in which the file's days can be read, the one that is chosen first."""
    cells = [
        cells[seen.header.index(mapping.columns[each.name])]
        for each in kind.fields.fields
        if each.type is FieldType.DAY and mapping.columns.get(each.name) in seen.header
        for _number, cells in seen.sample(SAMPLE)
    ]
    days = [cell for cell in cells if cell]
    fitting = fitting_formats(days) if days else []
    formats = dict.fromkeys(
        [*mapping.date_formats, *fitting] if fitting else [*mapping.date_formats, *DATE_FORMATS]
    )
    return [DayChoice(each, _day_words(each, days)) for each in formats]


def _day_words(date_format: str, cells: Sequence[str]) -> str:
    for cell in cells:
        try:
            day = datetime.strptime(cell, date_format).date()  # noqa: DTZ007
        except ValueError:
            continue
        return _("%(cell)s is %(day)s", cell=cell, day=day_in_words(day))
    example = datetime(2026, 2, 28).strftime(date_format)  # noqa: DTZ001
    return _("as in %(example)s", example=example)


def value_questions(kind: Kind, mapping: ColumnMapping, seen: Seen) -> list[ValueQuestion]:
    """The fields whose values need a meaning, each with all values that the file has, the unknown first."""
    return [_question(mapping, *asked) for asked in _asked(kind, mapping, seen)]


def asks_values(kind: Kind, mapping: ColumnMapping, seen: Seen) -> bool:
    """Whether there is any such field."""
    return any(True for _asked_field in _asked(kind, mapping, seen))


def _asked(
    kind: Kind, mapping: ColumnMapping, seen: Seen
) -> Iterator[tuple[str, Vocabulary, Mapping[str, int]]]:
    for name, column in mapping.columns.items():
        words, values = kind.vocabulary(name), seen.values.get(column)
        if words is not None and values:
            yield name, words, values


def _question(
    mapping: ColumnMapping, name: str, words: Vocabulary, values: Mapping[str, int]
) -> ValueQuestion:
    meant = ChoiceCells(mapping.values.get(name, {}), words.known)
    asked = []
    for place, (value, count) in enumerate(values.items()):
        meaning = meant[value]
        if meaning is None and name == "site" and mapping.makes(value):
            meaning = MADE
        near = near_word(value, words) if meaning in {None, MADE} else ""
        if value:
            asked.append(ValueChoice(place, value, count, meaning, near))
    asked.sort(key=lambda choice: choice.meaning not in {None, MADE})
    return ValueQuestion(name, mapping.columns[name], asked, words.choices)


def near_word(value: str, words: Vocabulary) -> str:
    """The one of our words that was perhaps meant by a value that is none; '' where none is close."""
    # Letter by letter: words that two names have in common do not make one a slip of the other.
    found = rapidfuzz.process.extractOne(
        value, words.choices.values(), scorer=rapidfuzz.fuzz.ratio, processor=str.casefold, score_cutoff=CLOSE
    )
    return found[0] if found else ""


def chosen_values(
    questions: Sequence[ValueQuestion], chosen: Mapping[tuple[str, int], str], words: Mapping[str, Vocabulary]
) -> dict[str, dict[str, str]]:
    """What the values mean, as it was chosen by field and place; what a value means by itself need not be said."""
    meant: dict[str, dict[str, str]] = {}
    for question in questions:
        for choice in question.values:
            answer = chosen.get((question.field, choice.place), "")
            if answer == LEFT_OUT:
                meant.setdefault(question.field, {})[choice.value] = ""
            elif answer in question.choices and words[question.field].of(choice.value) != answer:
                meant.setdefault(question.field, {})[choice.value] = answer
    return meant


def chosen_new_sites(
    questions: Sequence[ValueQuestion], chosen: Mapping[tuple[str, int], str]
) -> tuple[str, ...] | None:
    """The values of which new sites are to be made; None where that was not asked."""
    asked = [question for question in questions if question.makes_sites]
    if not asked:
        return None
    return tuple(
        choice.value
        for question in asked
        for choice in question.values
        if chosen.get((question.field, choice.place)) == MADE
    )
