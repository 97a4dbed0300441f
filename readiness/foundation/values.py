"""Dataclasses that cost next to nothing until they are used. Pure.

The standard library writes and compiles up to seven methods for each class as its module is read, which came to a
quarter of what a server that starts spends. Here a class has its fields and slots at once, and each of those methods,
made by the standard library all the same, when it is asked for the first time.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - who checks types sees the well-known one
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, order=False):
        """`dataclasses.dataclass` of these choices, whose methods are made when they are first called."""

        def declare(declared):
            # Without a sentence a class is described by its parameters, which are costly to find out.
            declared.__doc__ = declared.__doc__ or declared.__name__
            # That it is frozen is said here all the same: whoever derives from it is asked to be so, too.
            derives = frozen and any("__dataclass_fields__" in vars(base) for base in declared.__mro__[1:])
            made = dataclasses.dataclass(
                declared, init=False, repr=False, eq=False, slots=slots, frozen=derives
            )
            made.__dataclass_params__.frozen = frozen
            _promise(made, "__init__", "__repr__", "__eq__", *(_ORDER if order else ()))
            if frozen:
                _promise(made, "__hash__")
                made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
                if slots:
                    made.__getstate__, made.__setstate__ = _state, _put_state
            elif "__hash__" not in vars(declared):
                made.__hash__ = None
            return made

        return declare if cls is None else declare(cls)


_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")


def _promise(cls: type, *names: str) -> None:
    for name in names:
        # A class with an __eq__ of its own has __hash__ None among its names, which was not said by anybody.
        if vars(cls).get(name) is None:
            setattr(cls, name, _PROMISES[name])


def _promised(name: str) -> Any:
    """A method that puts the real one in its own place, and calls it; one for all classes."""

    def first_call(self: Any, *given: Any, **named: Any) -> Any:
        kin = type(self).__mro__
        owner = next((each for each in kin if vars(each).get(name) is first_call), None)
        if owner is None:  # another thread was first
            return getattr(type(self), name)(self, *given, **named)
        method = _made(owner, name)
        setattr(owner, name, method)
        return method(self, *given, **named)

    first_call.__name__ = name
    return first_call


def _made(owner: Any, name: str) -> Any:
    """The method as the standard library makes it of the same fields."""
    fields = [(each.name, each.type, each) for each in dataclasses.fields(owner)]
    made = dataclasses.make_dataclass(
        owner.__qualname__,
        fields,
        namespace={"__post_init__": None} if hasattr(owner, "__post_init__") else {},
        init=name == "__init__",
        repr=name == "__repr__",
        eq=name in {"__eq__", "__hash__", *_ORDER},
        order=name in _ORDER,
        frozen=owner.__dataclass_params__.frozen,
    )
    return vars(made)[name]


_PROMISES = {name: _promised(name) for name in ("__init__", "__repr__", "__eq__", "__hash__", *_ORDER)}


def _refuse_to_set(_self: Any, name: str, _value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _put_state(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
