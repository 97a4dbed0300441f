"""The readiness index in words: the letter is never told without what it is made of. Pure."""

from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.trends.index import SEVERITIES, Index


def index_words(index: Index) -> str:
    """'D: 1 high gap, 2 low gaps, 1 cannot be told; 66 % met': what is open, then the share that is met."""
    opened = [_gap_words(each, index.gap_count(each)) for each in SEVERITIES if index.gap_count(each)]
    if index.untold_count:
        opened.append(ngettext("%(count)s cannot be told", "%(count)s cannot be told", index.untold_count))
    what = ", ".join(opened) or _("nothing is open")
    if index.due_count:
        what += ", " + ngettext("%(count)s due", "%(count)s due", index.due_count)
    return _(
        "%(letter)s: %(what)s; %(percent)s\N{NO-BREAK SPACE}%% met",
        letter=index.letter,
        what=what,
        percent=index.percent,
    )


def _gap_words(severity: str, count: int) -> str:
    if severity == "high":
        return ngettext("%(count)s high gap", "%(count)s high gaps", count)
    if severity == "medium":
        return ngettext("%(count)s medium gap", "%(count)s medium gaps", count)
    return ngettext("%(count)s low gap", "%(count)s low gaps", count)


def severity_words(severity: str) -> str:
    """What a severity is called."""
    return {"high": _("High"), "medium": _("Medium")}.get(severity, _("Low"))
