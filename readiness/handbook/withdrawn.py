"""What is answered while the handbook is withdrawn: phones drop their copies, and a plain page says whom to call."""

import hashlib
import json
from functools import cache
from html import escape

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.handbook.edition import ASKED_AGAIN, HTML
from readiness.handbook.numbers import call_link, shown
from readiness.handbook.opened import OnDemand
from readiness.handbook.rendering import style
from readiness.handbook.scripts import JAVASCRIPT, script
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import LANGUAGES


@cache
def page() -> OnDemand:
    """Emergency words, in every language, for every country whose number is known: nobody says any more where."""
    return _sent(HTML, _html())


@cache
def worker() -> OnDemand:
    """The script that takes the copy out of a phone, and shows the page where there is no network."""
    return _sent(
        JAVASCRIPT, f'"use strict";\nconst PAGE = {json.dumps(_html())};\n' + script("withdrawn").decode()
    )


def _sent(kind: str, text: str) -> OnDemand:
    plain = text.encode()
    return OnDemand("", "", kind, ASKED_AGAIN, hashlib.sha256(plain).hexdigest()[:20], plain, b"", b"")


def _html() -> str:
    lines = [line for line in load_crisis_lines().values() if line.kind == "emergency" and line.verified]
    calls = "".join(
        f'<a class="call now" href="{call_link(line.call)}"><b>{shown(line.call)}</b><span>{line.country}</span></a>'
        for line in lines
    )
    told = []
    for language in LANGUAGES:
        with words.speaking(language):
            called = escape(_("If someone is in danger, call the emergency number of where you are."))
            why = escape(_("There is no handbook here now."))
        told.append(f'<div lang="{language}"><h1>{called}</h1><p>{why}</p></div>')
    return (
        f'<!doctype html><html lang="{LANGUAGES[0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(_('Help now'))}</title><style>{style()}</style></head>"
        f'<body><main class="page">{told[0]}<div class="calls">{calls}</div>{"".join(told[1:])}</main></body></html>'
    )
