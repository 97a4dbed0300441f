"""What is on record for sites, by set-based queries: as many for one site as for five hundred. See `checks.on_record`.

Only what a requirement that is in force looks at is read (`CheckTerms.reads`).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.on_record import CoverSpell, KnownService, OnRecord
from readiness.compliance.days.records import NOTHING_DONE, SiteRecords
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import NO_SITE, Asked, SiteFacts
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import policies, rotas
from readiness.compliance.facts.exercises import site_records
from readiness.compliance.facts.protocols import ApprovedTexts, known_lines
from readiness.foundation.database import reading, select
from readiness.foundation.temporal import Question, known_sql
from readiness.protocols.titles import protocol_titles


def reads_of(clauses: Sequence[AdoptedClause]) -> frozenset[str]:
    """The parts of what is on record that any terms of these clauses look at."""
    return frozenset(
        part
        for clause in clauses
        for _from_on, terms in clause.steps
        if terms is not None
        for part in terms.reads
    )


def records_of(
    question: Question,
    sites: Sequence[SiteFacts],
    asked: Asked,
    reads: frozenset[str],
    *,
    is_partial: bool,
    supposed: Supposed = NOTHING_SUPPOSED,
) -> dict[int, SiteRecords]:
    """What was done at the sites and what is on record for them; `is_partial`: there are other sites.

    What is supposed of people is taken for true of those on the rota, and of those who speak a language.
    """
    chosen = [site.id for site in sites if site.id != NO_SITE.id] if is_partial else None
    records = site_records(question, chosen)
    if not reads:
        return records
    with reading():
        read = _Reading(question, asked, reads, chosen, supposed)
    return {site.id: replace(records.get(site.id, NOTHING_DONE), on_record=read.of(site)) for site in sites}


class _Reading:
    """One reading of all that is asked about, shared by every site."""

    def __init__(
        self,
        question: Question,
        asked: Asked,
        reads: frozenset[str],
        site_ids: Sequence[int] | None,
        supposed: Supposed,
    ) -> None:
        self._texts = ApprovedTexts(question) if "protocols" in reads else None
        self._titles = protocol_titles(question.known.at) if "protocols" in reads else {}
        self._protocols = cache(lambda zone: self._texts.by_slug(zone) if self._texts else {})
        self._lines = known_lines(question) if "lines" in reads else {}
        self._services = _services(question) if "services" in reads else []
        self._covers = _covers(question) if "covers" in reads else {}
        self._kept = policies.kept_years(question) if "kept_years" in reads else {}
        self._policies = policies.policies(question) if "policies" in reads else {}
        self._elements = policies.Elements(question) if "elements" in reads else None
        self._rotas = rotas.rotas(question, asked, site_ids, supposed) if "rota" in reads else {}
        self._spoken = rotas.spoken(question, asked, site_ids, supposed) if "spoken" in reads else {}

    def of(self, site: SiteFacts) -> OnRecord:
        found = OnRecord(
            site.country,
            site.region,
            self._protocols(site.time_zone or "UTC"),
            self._lines,
            [KnownService(_is_near(site, places), days) for places, days in self._services],
            [*self._covers.get("", ()), *self._covers.get(site.code, ())],
            (),
            policies.policies_of(self._policies, site.id),
            self._kept,
            self._rotas.get(site.id, ()),
            titles=self._titles,
        )
        if site.id in self._spoken:
            found = replace(found, spoken=self._spoken[site.id])
        return found if self._elements is None else replace(found, elements=self._elements.of(site.id, found))


Place = tuple[str, str]
"""Country and region, in small letters."""


def _services(question: Question) -> list[tuple[frozenset[Place], Sequence[date]]]:
    """Every service that somebody made sure of, with where it has places, and on which days it was made sure of."""
    days: dict[str, list[date]] = defaultdict(list)
    for record, verified_on in select(
        "SELECT v.record, v.verified_on FROM resource_verification v JOIN hsds_service s ON s.record = v.record "
        f"WHERE v.recorded_in <= :known AND {known_sql('s')} AND NOT EXISTS (SELECT 1 FROM resource_merge g "
        f"WHERE g.record = v.record AND {known_sql('g')}) ORDER BY v.record, v.verified_on",
        known=question.known.number,
    ):
        days[record].append(verified_on)
    places: dict[str, set[Place]] = defaultdict(set)
    if days:
        for record, content in select(
            "SELECT DISTINCT l.service_id, CAST(a.content AS TEXT) AS content FROM resource_verification v "
            "JOIN hsds_service_at_location l ON l.service_id = v.record "
            "JOIN hsds_address a ON a.location_id = l.location_id "
            f"WHERE v.recorded_in <= :known AND {known_sql('l')} AND {known_sql('a')}",
            known=question.known.number,
        ):
            address = json.loads(content)
            places[record].add((_plain(address.get("country")), _plain(address.get("state_province"))))
    return [(frozenset(places[record]), verified) for record, verified in days.items()]


def _is_near(site: SiteFacts, places: Collection[Place]) -> bool:
    country = site.country.casefold()
    region = site.region.casefold().removeprefix(f"{country}-")
    return any(place_region == region and where in ("", country) for where, place_region in places)


def _plain(text: Any) -> str:
    return str(text or "").strip().casefold()


def _covers(question: Question) -> dict[str, list[CoverSpell]]:
    """By the site's code, '' for all of them."""
    found: dict[str, list[CoverSpell]] = defaultdict(list)
    for site, kind, from_on, until_on in select(
        f"SELECT v.site, v.kind, v.from_on, v.until_on FROM insurance_cover v WHERE {known_sql('v')} "
        "ORDER BY v.fact_id",
        known=question.known.number,
    ):
        found[site].append(CoverSpell(kind, Spell(from_on, until_on)))
    return found
