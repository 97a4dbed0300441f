"""What is answered while the handbook is withdrawn: phones drop their copies, and a plain page says whom to call."""

import hashlib
import json
from html import escape

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.handbook.edition import ASKED_AGAIN, HTML
from readiness.handbook.opened import OnDemand
from readiness.handbook.rendering import style
from readiness.handbook.scripts import JAVASCRIPT, script
from readiness.handbook.whom_to_call import Whereabouts, whom_to_call
from readiness.standards.protocols import LANGUAGES


def page(where: Whereabouts) -> OnDemand:
    """Emergency words, in every language, and whom to call as `/` says it where no handbook stands."""
    return _sent(HTML, _html(where))


def worker(where: Whereabouts) -> OnDemand:
    """The script that takes the copy out of a phone, and shows the page where there is no network."""
    page_there = json.dumps(_html(where))
    return _sent(JAVASCRIPT, f'"use strict";\nconst PAGE = {page_there};\n' + script("withdrawn").decode())


def _sent(kind: str, text: str) -> OnDemand:
    plain = text.encode()
    return OnDemand("", "", kind, ASKED_AGAIN, hashlib.sha256(plain).hexdigest()[:20], plain, b"", b"")


def _html(where: Whereabouts) -> str:
    # One copy serves everyone: what is for the first language, then what only another one has.
    lines = dict.fromkeys(call for language in LANGUAGES for call in whom_to_call(where, language))
    calls = "".join(
        f'<a class="call{" now" if line.is_grave else ""}" href="{line.href}"><b>{escape(line.number)}</b>'
        f"<span>{escape(line.name)}</span></a>"
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
