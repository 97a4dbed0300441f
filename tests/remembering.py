"""What every application that the tests make would work out anew: its templates' code and its routes' addresses.

An application in service is made once. The tests make more than a thousand in each process, and compiling the
templates and routes of each took longer than all that the tests then ask of it.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Remembered(BytecodeCache):
    """The code of each template, for all applications of this process; of a source that was changed, anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def remember() -> None:
    """From now on, every application made in this process takes what an earlier one has compiled."""
    Flask.jinja_options = {"bytecode_cache": Remembered()}
    Rule._compile_builder = _remembered(Rule._compile_builder)  # type: ignore[method-assign]  # noqa: SLF001


def _remembered(compiling: Callable[[Rule, bool], Any]) -> Callable[..., Any]:
    builders: dict[tuple[Any, ...], Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), tuple(rule._trace), append_unknown)  # noqa: SLF001
        if key not in builders:
            builders[key] = compiling(rule, append_unknown)
        return builders[key]

    return compile_once
