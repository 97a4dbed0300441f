"""Dataclasses whose methods are made when they are first called are those of the standard library otherwise."""

import copy
import dataclasses
import pickle
import threading
from typing import Any, ClassVar

import pytest

from readiness.foundation import values


@values.dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    x: int
    y: int = 0


@values.dataclass(frozen=True, slots=True, order=True)
class Ranked(Point):
    """What comes after another, and is never shown."""

    LEAST: ClassVar[int] = 3
    tags: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)
    length: int = dataclasses.field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", self.x + self.y)


@dataclasses.dataclass(frozen=True, slots=True)
class PlainlyDerived(Point):
    z: int = 0


@values.dataclass
class Open:
    x: int


@values.dataclass(frozen=True)
class Own:  # noqa: PLW1641 - its hash is that of its fields
    x: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own) and self.x % 2 == other.x % 2

    def __repr__(self) -> str:
        return "own"


def test_it_is_made_compared_hashed_and_shown_as_any_other() -> None:
    assert Point(1) == Point(1, 0) == Point(x=1)
    assert Point(1) != Point(2)
    assert Point(1) != Plain(1)  # type: ignore[comparison-overlap]
    assert hash(Point(1, 2)) == hash(Plain(1, 2))
    assert repr(Point(1, 2)) == repr(Plain(1, 2)).replace("Plain", "Point")
    assert dataclasses.asdict(dataclasses.replace(Point(1), y=5)) == {"x": 1, "y": 5}
    assert Point.__match_args__ == ("x", "y")
    assert not hasattr(Point(1), "__dict__")


def test_what_is_wrong_with_the_parameters_is_said_by_the_name_of_the_class() -> None:
    with pytest.raises(TypeError, match=r"Point.__init__\(\) missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["x", "other"])
def test_what_is_frozen_stays_as_it_is(name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(Point(1), name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(Point(1), name)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])  # noqa: S301 - ours
def test_it_is_copied_and_handed_to_another_process(again: Any) -> None:
    made = again(Ranked(1, 2, ["a"]))
    assert (made, made.tags, made.length) == (Ranked(1, 2), ["a"], 3)


def test_one_that_derives_from_another_has_the_fields_of_both() -> None:
    first, second = Ranked(1, 2), Ranked(2)
    assert first < second
    assert not first >= second
    assert repr(first) == "Ranked(x=1, y=2, length=3)"
    assert first.tags is not second.tags
    assert Point(1, 2) != first
    assert PlainlyDerived(1, z=3) == PlainlyDerived(1, 0, 3)
    with pytest.raises(TypeError, match="cannot inherit non-frozen dataclass from a frozen one"):
        values.dataclass(type("Thawed", (Point,), {}))


def test_what_may_be_changed_is_changed_and_has_no_hash() -> None:
    it = Open(1)
    it.x = 2
    assert it == Open(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(it)


def test_what_a_class_says_itself_is_left_as_it_says() -> None:
    assert Own(1) == Own(3)
    assert repr(Own(1)) == "own"
    assert hash(Own(1)) != hash(Own(3))


def test_many_that_ask_at_once_for_the_first_time_all_get_theirs() -> None:
    for _turn in range(50):

        @values.dataclass(frozen=True, slots=True)
        class Fresh:
            x: int

        made: list[Any] = []
        threads = [
            threading.Thread(target=lambda made=made, fresh=Fresh: made.append(fresh(1))) for _ in range(8)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert made == [Fresh(1)] * 8
