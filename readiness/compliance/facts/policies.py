"""Where elements of plans are covered, when policies were reviewed, how long records are kept; as it was known."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from readiness.audit.events import SettingsChanged
from readiness.compliance.checks.planning import policy_key
from readiness.compliance.days.on_record import ElementSpell, OnRecord
from readiness.compliance.days.spells import Spell
from readiness.foundation.database import select
from readiness.foundation.temporal import FIRST_DAY, Question, known_sql
from readiness.people.versions import as_known
from readiness.policies.plan_words import CARD_PARTS, Way
from readiness.standards.incidents import incident_rules

Policies = Mapping[int | None, Mapping[str, Sequence[date]]]


def policies(question: Question) -> Policies:
    """By site (None: every one) and policy, the days on which it was reviewed."""
    found: dict[int | None, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for site_id, name, reviewed_on in select(
        f"SELECT v.site_id, v.name, v.reviewed_on FROM policy_review v WHERE {known_sql('v')} ORDER BY v.reviewed_on",
        known=question.known.number,
    ):
        found[site_id][policy_key(name)].append(reviewed_on)
    return found


def policies_of(found: Policies, site_id: int) -> Mapping[str, Sequence[date]]:
    """Those of a site, with those of every site."""
    everywhere, here = found.get(None, {}), found.get(site_id, {})
    return {
        name: [*everywhere.get(name, ()), *here.get(name, ())] for name in everywhere.keys() | here.keys()
    }


class Elements:
    """Elements of plans, and what sites' cards say where an element is covered there."""

    def __init__(self, question: Question) -> None:
        self._rows: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
        for site_id, *row in select(
            "SELECT v.site_id, v.plan, v.element, v.way, v.place, v.from_on, v.until_on FROM plan_element v "
            f"WHERE {known_sql('v')} ORDER BY v.fact_id",
            known=question.known.number,
        ):
            self._rows[site_id].append(tuple(row))
        self._cards = _cards(question) if self._rows else {}

    def of(self, site_id: int, known: OnRecord) -> list[ElementSpell]:
        """What covers the elements at a site; a protocol does while it is in place, a card while it says anything."""
        return [
            ElementSpell(plan, element, spell)
            for plan, element, way, place, from_on, until_on in (
                *self._rows.get(None, ()),
                *self._rows.get(site_id, ()),
            )
            for spell in self._spells(site_id, known, way, place, Spell(from_on, until_on))
        ]

    def _spells(self, site_id: int, known: OnRecord, way: str, place: str, stated: Spell) -> list[Spell]:
        if way == Way.CARD:
            return [stated] if self._cards.get(site_id, {}).get(place, "").strip() else []
        if way != Way.PROTOCOL:
            return [stated]
        texts = [text.in_place for text in known.protocols.get(place, ())]
        both = [Spell(max(a.from_on, stated.from_on), min(a.until_on, stated.until_on)) for a in texts]
        return [spell for spell in both if spell.from_on <= spell.until_on]


def _cards(question: Question) -> dict[int, dict[str, str]]:
    """By site, what its card was known to say."""
    rows = select(
        f"SELECT s.id, {', '.join(CARD_PARTS)} FROM {as_known('site', ('id',), CARD_PARTS)} s",
        known=question.known.number,
    )
    return {site_id: dict(zip(CARD_PARTS, texts, strict=True)) for site_id, *texts in rows}


def kept_years(question: Question) -> dict[str, list[tuple[date, int | None]]]:
    """For how long incidents, and what is known of those who have left, are kept; as it was settled from when on."""
    trainings: list[tuple[date, int | None]] = [(FIRST_DAY, None)]
    for settled_at, detail in select(
        "SELECT e.recorded_at AS settled_at, d.detail FROM audit_event e JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action = :settled AND e.subject = 'retention' AND e.change_id <= :known ORDER BY e.id",
        settled=SettingsChanged.action,
        known=question.known.number,
    ):
        values = json.loads(detail or "{}").get("values", {})
        trainings.append((settled_at.date(), values.get("leavers")))
    return {"incidents": [(FIRST_DAY, incident_rules().keep_years)], "trainings": trainings}
