"""What every application that the tests make would work out anew: its templates' code and its routes' addresses.

An application in service is made once. The tests make more than a thousand in each process, and compiling the
templates and routes of each took longer than all that the tests then ask of it.
"""

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
    _remember_rules()


COMPILED = ("_parts", "_trace", "_converters", "_build", "_build_unknown", "arguments")
"""What a rule works out of its address."""


def _remember_rules() -> None:
    """A rule of the same address, host and defaults, in a map that reads them alike, is compiled once."""
    compiling, known = Rule.compile, dict[tuple[Any, ...], dict[str, Any]]()

    def compile_once(rule: Rule) -> None:
        reads = (rule.map.host_matching, tuple(rule.map.converters.items()))
        key = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), rule.merge_slashes, *reads)
        if key not in known:
            compiling(rule)
            known[key] = {name: vars(rule)[name] for name in COMPILED}
        vars(rule).update(known[key])

    Rule.compile = compile_once  # type: ignore[assignment, method-assign]
