"""Routes whose addresses are put together by functions that are compiled late: a worker asks for few of them."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Address = tuple[str, str]


class LateRule(Rule):
    """A route that is matched as any, and compiles what writes its address when that is first asked for.

    Werkzeug compiles two functions for each route as it is added, from a syntax tree: for hundreds of routes that
    takes as long as to import a third of the rooms.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Address]:
        compiled: Callable[..., Address] | None = None
        at_once = super()._compile_builder

        def build(rule: Rule, **values: Any) -> Address:
            nonlocal compiled
            if compiled is None:
                compiled = at_once(append_unknown)
            return compiled(rule, **values)

        return build
