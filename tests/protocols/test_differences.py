"""What differs between two texts: only the fields that do, line by line, with the words marked that are on one side."""

from collections.abc import Sequence

from readiness.protocols.differences import Piece, differences
from readiness.protocols.queries import shipped_protocols
from readiness.standards.protocols import Protocol

PANIC = shipped_protocols()["panic"]


def with_text(**values: object) -> Protocol:
    return PANIC.model_copy(update={"en": PANIC.en.model_copy(update=values)})


def marked(pieces: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_marked]


def test_the_same_text_differs_in_nothing() -> None:
    assert differences(PANIC, PANIC.model_copy()) == []


def test_a_word_that_changed_is_marked_on_both_sides_and_nothing_else() -> None:
    before, after = (
        with_text(first="Stay with them until help comes."),
        with_text(first="Sit with them until help comes."),
    )
    (field,) = differences(before, after)
    assert (field.language, field.label) == ("en", "First")
    (pair,) = field.pairs
    assert (marked(pair.before), marked(pair.after)) == (["Stay"], ["Sit"])
    assert "".join(piece.text for piece in pair.after) == "Sit with them until help comes."


def test_a_line_that_came_and_one_that_went_stand_alone_and_the_same_ones_are_counted() -> None:
    says = list(PANIC.en.say)
    (field,) = differences(PANIC, with_text(say=(says[0], "Xyzzy plugh 42!", *says[1:-1])))
    assert field.same_count == len(says) - 1
    assert [
        ("".join(p.text for p in pair.before), "".join(p.text for p in pair.after)) for pair in field.pairs
    ] == [
        ("", "Xyzzy plugh 42!"),
        (says[-1], ""),
    ]


def test_what_holds_in_all_languages_comes_first_and_sources_are_lines() -> None:
    changed = PANIC.model_copy(update={"review_months": 6, "sources": PANIC.sources[:-1]})
    labels = [field.label for field in differences(PANIC, changed)]
    assert labels == ["Months until it is read again", "Sources"]
    assert differences(PANIC, changed)[1].same_count == len(PANIC.sources) - 1
