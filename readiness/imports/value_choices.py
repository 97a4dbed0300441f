"""What the values of a file mean, as it is asked of people and answered by them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.imports.fields import Vocabulary
from readiness.imports.guessing import Kind
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.reading.cells import ChoiceCells, SeveralCells
from readiness.imports.seeing import Seen
from readiness.imports.slips import near_new, near_word, nearest_words

LEFT_OUT = "-"
"""What a form sends for a value whose rows are left out; '' means that nothing is said of it."""

MADE = "+"
"""What a form sends for a value of which a new site is made."""

SAME = "="
"""What a form sends, before the place of another value, for one that means the same as that one."""

MOST_CHOICES = 300
"""Of more choices than these only some are offered for each value: those that are most like it."""

_OFFERED = 20
_MOST_OTHERS = 40
_MOST_COMPARED = 300

Answers = Mapping[tuple[str, int], Sequence[str]]
"""What was answered by field and the place of a value: a choice, then what else it means."""


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value of a column: its rows, and what it means.

    `meaning` None: nobody knows yet; MADE: a site is made of it; SAME and a place: what that value means. `also`:
    what it means beside that. `near`: the one of our words that was perhaps meant, where there is one; `near_new`:
    another value of the file of which it may be a slip. `choices`: what is offered, by our value; `others`: the
    values of the file that are no more known than this one, by what a form sends for them.
    """

    place: int
    value: str
    row_count: int
    meaning: str | None
    near: str = ""
    near_new: str = ""
    also: Sequence[str] = ()
    choices: Mapping[str, str] | None = None
    others: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """A field whose values need a meaning. `choices`: our value and its words.

    `takes_several`: a value may mean several of them.
    """

    field: str
    column: str
    values: Sequence[ValueChoice]
    choices: Mapping[str, str]
    takes_several: bool = False

    @property
    def makes_sites(self) -> bool:
        """Whether a new site may be made of a value."""
        return self.field == "site"


def value_questions(kind: Kind, mapping: ColumnMapping, seen: Seen) -> list[ValueQuestion]:
    """The fields whose values need a meaning, each with all values that the file has, the unknown first."""
    return [
        _Asking(kind, mapping, name, words).question(values)
        for name, words, values in _asked(kind, mapping, seen)
    ]


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


class _Asking:
    """Asks about the values of one field."""

    def __init__(self, kind: Kind, mapping: ColumnMapping, name: str, words: Vocabulary) -> None:
        self.kind, self.mapping, self.name, self.words = kind, mapping, name, words
        self.said = mapping.values.get(name, {})
        self.meant = ChoiceCells(self.said, words.known)
        self.several = SeveralCells(mapping.several.get(name, {}), words.known)
        self.is_site = name == "site"

    def question(self, values: Mapping[str, int]) -> ValueQuestion:
        """Every value that is written, the unknown first, with what may be said of it."""
        places = {value: place for place, value in enumerate(values) if value}
        meanings = {value: self._meaning(value, places) for value in places}
        unknown = [value for value in places if self.is_site and not _is_known(meanings[value])]
        asked = [
            ValueChoice(
                place,
                value,
                values[value],
                meanings[value],
                near="" if _is_known(meanings[value]) else near_word(value, self.words.choices.values()),
                near_new=self._near_new(value, unknown, values) if meanings[value] in {None, MADE} else "",
                also=self.several.of(value)[1:],
                choices=self._choices(value, meanings[value]),
                others=self._others(value, meanings[value], unknown, places),
            )
            for value, place in places.items()
        ]
        asked.sort(key=lambda choice: _is_known(choice.meaning))
        takes_several = self.kind.fields[self.name].several
        return ValueQuestion(
            self.name, self.mapping.columns[self.name], asked, self.words.choices, takes_several
        )

    def _meaning(self, value: str, places: Mapping[str, int]) -> str | None:
        several = self.several.of(value)
        if several:
            return several[0]
        meaning = self.meant[value]
        if meaning is None and self.is_site:
            same = self.said.get(value, value)
            if same != value and same in places:
                return f"{SAME}{places[same]}"
            if self.mapping.makes(value):
                return MADE
        return meaning

    def _near_new(self, value: str, unknown: Sequence[str], rows: Mapping[str, int]) -> str:
        """Another new one of the file that has more rows, or as many and stands before."""
        if value not in unknown or len(unknown) > _MOST_COMPARED:
            return ""
        before = unknown[: unknown.index(value)]
        return near_new(
            value,
            [
                other
                for other in unknown
                if rows[other] > rows[value] or (rows[other] == rows[value] and other in before)
            ],
        )

    def _choices(self, value: str, meaning: str | None) -> Mapping[str, str]:
        choices = self.words.choices
        if len(choices) <= MOST_CHOICES:
            return choices
        near = {*nearest_words(value, choices.values(), _OFFERED)}
        return {code: words for code, words in choices.items() if words in near or code == meaning}

    def _others(
        self, value: str, meaning: str | None, unknown: Sequence[str], places: Mapping[str, int]
    ) -> Mapping[str, str]:
        """The other values that are new too; of very many those that are most like this one."""
        if _is_known(meaning):
            return {}
        others = [other for other in unknown if other != value]
        if len(others) > _MOST_OTHERS:
            near = {*nearest_words(value, others, _OFFERED)}
            others = [other for other in others if other in near or f"{SAME}{places[other]}" == meaning]
        return {f"{SAME}{places[other]}": other for other in sorted(others, key=str.casefold)}


def _is_known(meaning: str | None) -> bool:
    return meaning is not None and not meaning.startswith((MADE, SAME))


class Chosen:
    """What was answered to some questions. `words`: what each field's values may mean."""

    def __init__(
        self, questions: Sequence[ValueQuestion], answers: Answers, words: Mapping[str, Vocabulary]
    ) -> None:
        self._questions, self._answers, self._words = questions, answers, words

    def values(self) -> dict[str, dict[str, str]]:
        """What the values mean, by field; what a value means by itself need not be said."""
        meant: dict[str, dict[str, str]] = {}
        for question, choice, answer in self._said():
            told = meant.setdefault(question.field, {})
            if answer == LEFT_OUT:
                told[choice.value] = ""
            elif answer == MADE and question.makes_sites:
                continue
            elif answer in question.choices:
                if self._words[question.field].of(choice.value) != answer:
                    told[choice.value] = answer
            elif answer:
                # Another value of the file, of which a site is made.
                told[choice.value] = answer
        return {field: told for field, told in meant.items() if told}

    def several(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The values that mean several of ours each, by field."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for question in self._questions:
            for choice in question.values if question.takes_several else ():
                first, *more = self._answers.get((question.field, choice.place), ("",))
                told = tuple(each for each in dict.fromkeys([first, *more]) if each in question.choices)
                if len(told) > 1 and first != LEFT_OUT:
                    found.setdefault(question.field, {})[choice.value] = told
        return found

    def new_sites(self) -> tuple[str, ...] | None:
        """The values of which new sites are to be made; None where that was not asked."""
        if not any(question.makes_sites for question in self._questions):
            return None
        return tuple(
            choice.value
            for question, choice, answer in self._said()
            if question.makes_sites and answer == MADE
        )

    def _said(self) -> Iterator[tuple[ValueQuestion, ValueChoice, str]]:
        """Every value with the one thing that it means: a choice, LEFT_OUT, MADE, another value, or ''."""
        several = self.several()
        for question in self._questions:
            for choice in question.values:
                if choice.value not in several.get(question.field, {}):
                    yield question, choice, self._answer(question, choice)

    def _answer(self, question: ValueQuestion, choice: ValueChoice) -> str:
        """What a value means; one that is said to be the same as another is followed to where that leads."""
        by_place = {each.place: each for each in question.values} if question.makes_sites else {}
        at, passed = choice, {choice.place}
        while True:
            answers = [each for each in self._answers.get((question.field, at.place), ("",)) if each]
            answer = answers[0] if answers else ""
            if not (question.makes_sites and answer.startswith(SAME)):
                break
            place = answer[len(SAME) :]
            other = by_place.get(int(place)) if place.isascii() and place.isdigit() else None
            if other is None or other.place in passed:
                return ""  # in a circle nothing is said
            passed.add(other.place)
            at = other
        if answer == MADE and at is not choice:
            return at.value
        if not answer and at is not choice:
            return self._words[question.field].of(at.value) or ""
        return answer if answer in {LEFT_OUT, MADE} or answer in question.choices else ""
