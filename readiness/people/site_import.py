"""The site file: its fields, and how its rows become sites."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording
from readiness.foundation.countries import country_fault
from readiness.foundation.database import execute, insert_rows, select, update_rows
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import NEVER, Change
from readiness.foundation.words import gettext as _
from readiness.foundation.zones import time_zones
from readiness.imports.actions import places
from readiness.imports.counts import Counts
from readiness.imports.fields import Field, FieldList, FieldType, Vocabulary
from readiness.imports.mapping import Mapping
from readiness.imports.reading.cells import ChoiceCells, read_languages, shortened
from readiness.imports.reading.tables import Chunk, rows_of
from readiness.imports.staging import StagedTable, Staging
from readiness.people.actions import write_headcount, write_nearby_care
from readiness.people.places import CARD_FACTS, number_fault
from readiness.people.undoing import take_back_people
from readiness.people.versions import SITE_COLUMNS, keep_sites

FIELDS = FieldList(
    (
        Field("code", needed=True, names=("site code", "site", "site id", "id", "number")),
        Field("name", filled=True, names=("site name", "title")),
        Field("address", names=("street address", "postal address")),
        Field("country", names=("country code",)),
        Field("region", names=("state", "province", "region code")),
        Field("time_zone", names=("timezone", "tz")),
        Field("kind", names=("site kind", "site type", "type")),
        Field("hazard", names=("hazard level", "risk", "hazard class")),
        Field(
            "open_to_public", FieldType.CHOICE, names=("public", "open to the public"), choices=("yes", "no")
        ),
        Field("headcount", names=("headcount override", "number of people")),
        Field("care_minutes", names=("minutes to medical care", "minutes to care", "medical care minutes")),
        Field("languages", FieldType.LANGUAGES, names=("language",)),
        Field("emergency_number", names=("emergency", "emergency phone")),
        Field("outside_line_prefix", names=("outside line", "dial out prefix")),
        Field("meeting_place", names=("ambulance meeting place", "ambulance meets at")),
        Field("exits", names=("emergency exits",)),
        Field("assembly_point", names=("muster point", "evacuation point")),
        Field("defibrillator", names=("aed", "aed location", "defibrillator location")),
        Field("dispatcher_words", names=("tell the dispatcher", "dispatcher notes")),
    )
)

TEXTS = (
    "name",
    "address",
    "country",
    "region",
    "time_zone",
    "kind",
    "hazard",
    "emergency_number",
    "outside_line_prefix",
    *CARD_FACTS,
)
COLUMNS = ("code", *SITE_COLUMNS)
STAGED = StagedTable(
    "staged_site",
    {
        "row_number": "INTEGER",
        **dict.fromkeys(("code", *TEXTS), "TEXT"),
        "open_to_public": "INTEGER",
        "languages": "TEXT",
        "headcount": "INTEGER",
        "care_minutes": "INTEGER",
    },
)
YES_AND_NO = dict.fromkeys(("yes", "true", "1", "y", "x"), "yes") | dict.fromkeys(
    ("no", "false", "0", "n"), "no"
)
NO_CARE, NONE_NEAR = ("none", "no"), -1
"""What a cell says where no care is near, and what stands for it while it is staged."""
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class SiteDefaults:
    """What a site has where its file does not say."""

    country: str
    time_zone: str


class SiteReader:
    """Reads the rows of one site file."""

    def __init__(self, mapping: Mapping, header: Sequence[str], stage: Staging) -> None:
        self.mapping, self.stage = mapping, stage
        self.skipped = 0
        self.at = places(mapping, header, FIELDS.names)
        self.publics = ChoiceCells(mapping.values.get("open_to_public", {}), YES_AND_NO)
        self.number = 0
        self.is_good = True

    def read(self, chunks: Iterable[Chunk]) -> None:
        read = (self._read(number, cells) for number, cells in rows_of(chunks))
        self.stage.fill(staged for staged in read if staged is not None)

    def _read(self, number: int, cells: Sequence[str]) -> Sequence[Any] | None:
        self.number, self.is_good = number, True
        if "open_to_public" in self.at and self.publics[cells[self.at["open_to_public"]]] == "":
            self.skipped += 1
            return None
        text = {
            name: cells[place].upper() if name == "country" else cells[place]
            for name, place in self.at.items()
        }
        for name, cell in text.items():
            field = FIELDS[name]
            if not cell and (field.needed or field.filled):
                self._fault(name, _("is empty. Write the site's %(field)s.", field=name))
            if len(cell) > LONGEST_TEXT:
                sentence = _(
                    "has %(length)s characters; at most %(most)s fit. Shorten it.",
                    length=len(cell),
                    most=LONGEST_TEXT,
                )
                self._fault(name, sentence)
        self._check_place(text)
        public, headcount, care = self._public(text), self._headcount(text), self._care_minutes(text)
        if not self.is_good:
            # Refused, and staged all the same, so that another row with its code is found.
            return (number, text["code"], *[None] * (len(STAGED.columns) - 2)) if text["code"] else None
        languages = text.get("languages")
        return (
            number,
            text["code"],
            *(text.get(name) for name in TEXTS),
            public,
            None if languages is None else json.dumps(read_languages(languages), ensure_ascii=False),
            headcount,
            care,
        )

    def _fault(self, name: str, sentence: str) -> None:
        self.is_good = False
        self.stage.fault(self.number, self.mapping.columns[name], sentence)

    def _check_place(self, text: dict[str, str]) -> None:
        country = text.get("country")
        if country and (no_country := country_fault(country)):
            self._fault("country", no_country)
        time_zone = text.get("time_zone")
        if time_zone and time_zone not in time_zones():
            sentence = _(
                "'%(cell)s' is no time zone. Write an IANA name, such as America/New_York.",
                cell=shortened(time_zone),
            )
            self._fault("time_zone", sentence)
        if no_number := number_fault(text.get("emergency_number", "")):
            self._fault("emergency_number", no_number)

    def _public(self, text: dict[str, str]) -> int | None:
        cell = text.get("open_to_public", "")
        public = self.publics[cell]
        if cell and public is None:
            self._fault("open_to_public", _("'%(cell)s' is neither yes nor no.", cell=shortened(cell)))
        return None if public is None else int(public == "yes")

    def _headcount(self, text: dict[str, str]) -> int | None:
        cell = text.get("headcount")
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) < 8):
            self._fault("headcount", _("'%(cell)s' is no number of people.", cell=shortened(cell)))
            return None
        return int(cell)

    def _care_minutes(self, text: dict[str, str]) -> int | None:
        cell = text.get("care_minutes")
        if not cell:
            return None
        if cell.casefold() in NO_CARE:
            return NONE_NEAR
        if not (cell.isascii() and cell.isdigit() and len(cell) < 4):
            sentence = _(
                "'%(cell)s' is no number of minutes. Write it as 4, or 'none' where no care is near.",
                cell=shortened(cell),
            )
            self._fault("care_minutes", sentence)
            return None
        return int(cell)


@dataclass(frozen=True)
class SiteImport:
    """The kind of import for site files."""

    defaults: SiteDefaults
    name: str = "sites"
    fields: FieldList = FIELDS
    staged: StagedTable = STAGED

    def reader(self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date) -> SiteReader:
        reader = SiteReader(mapping, header, stage)
        unknown = reader.publics.unknown()
        if unknown:
            raise InvalidInput(
                _("values.open_to_public: '%(value)s' is neither yes nor no.", value=value)
                for value in unknown
            )
        return reader

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        stage.index("code")
        rows = select(
            "SELECT s.row_number, s.code, (SELECT min(o.row_number) FROM staged_site o "
            "WHERE o.code = s.code AND o.row_number <> s.row_number) AS other FROM staged_site s "
            "WHERE s.code IN (SELECT code FROM staged_site GROUP BY code HAVING count(*) > 1)"
        )
        for row_number, code, other in list(rows):
            sentence = _(
                "the site '%(code)s' stands in row %(other)s too. Leave one of them.", code=code, other=other
            )
            stage.fault(row_number, mapping.columns["code"], sentence)

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        counts = Counts()
        new, changed, kept, changed_codes = [], [], [], set()
        for site_id, *row in list(select(_WITH_PRESENT)):
            wanted, present = row[: len(COLUMNS)], row[len(COLUMNS) :]
            if site_id is None:
                new.append((*self._new(wanted, is_sample=opened.change.is_sample), opened.change.id, NEVER))
                continue
            told = [now if said is None else said for said, now in zip(wanted, present, strict=True)]
            if told != present:
                kept.append((site_id, *_typed(present)[1:]))
                changed.append((*_typed(told), site_id))
                changed_codes.add(told[0])
        insert_rows("site", (*COLUMNS, "is_sample", "recorded_in", "superseded_in"), new)
        keep_sites(kept, opened.change.id)
        names = ", ".join(f"{name} = ?" for name in COLUMNS)
        update_rows(f"UPDATE site SET {names} WHERE id = ?", changed)
        execute(_SAID_WHERE, told=False)
        given = _apply_headcounts(today, opened) | _apply_nearby_care(today, opened)
        changed_codes |= given - {row[0] for row in new}
        (rows,) = next(select("SELECT count(*) FROM staged_site"))
        counts.new, counts.changed = len(new), len(changed_codes)
        counts.unchanged = rows - counts.new - counts.changed
        return counts

    def take_back(self, change: int, undoing: Change) -> None:
        take_back_people(change, undoing)

    def vocabulary(self, field: str) -> Vocabulary | None:
        if field != "open_to_public":
            return None
        return Vocabulary({"yes": _("yes"), "no": _("no")}, YES_AND_NO)

    def _new(self, wanted: Sequence[Any], *, is_sample: bool) -> Sequence[Any]:
        site = dict(zip(COLUMNS, wanted, strict=True))
        site["name"] = site["name"] or site["code"]
        site["country"] = site["country"] or self.defaults.country
        site["time_zone"] = site["time_zone"] or self.defaults.time_zone
        for name in TEXTS:
            site[name] = site[name] or ""
        site["languages"] = site["languages"] or "[]"
        return (*_typed(list(site.values())), is_sample)


def _typed(values: list[Any]) -> list[Any]:
    """PostgreSQL tells booleans from numbers."""
    public = COLUMNS.index("open_to_public")
    values[public] = None if values[public] is None else bool(values[public])
    return values


# As the staging table has them.
_PRESENT = {
    "open_to_public": "CASE WHEN k.open_to_public IS NULL THEN NULL WHEN k.open_to_public THEN 1 ELSE 0 END",
    "languages": "CAST(k.languages AS TEXT)",
}
_WITH_PRESENT = (
    f"SELECT k.id, {', '.join(f's.{name}' for name in COLUMNS)}, "
    f"{', '.join(_PRESENT.get(name, f'k.{name}') for name in COLUMNS)} "
    f"FROM staged_site s LEFT JOIN site k ON k.code = s.code AND k.superseded_in = {NEVER} ORDER BY s.row_number"
)


# Where a file says it, country and time zone are no longer assumed.
_SAID_WHERE = (
    "UPDATE site SET is_place_assumed = :told WHERE is_place_assumed AND EXISTS (SELECT 1 FROM staged_site s "
    "WHERE s.code = site.code AND s.country <> '' AND s.time_zone <> '')"
)


def _apply_headcounts(today: date, opened: Recording) -> set[str]:
    """Set the headcounts that the file gives from today on; gives the codes of the sites that differ."""
    rows = select(
        "SELECT s.code, k.id, s.headcount, (SELECT h.headcount FROM headcount_override h "
        "WHERE h.site_id = k.id AND h.superseded_in = :never AND h.from_on <= :today "
        "ORDER BY h.from_on DESC LIMIT 1) FROM staged_site s JOIN site k ON k.code = s.code "
        "AND k.superseded_in = :never WHERE s.headcount IS NOT NULL",
        today=today,
        never=NEVER,
    )
    differing = set()
    for code, site_id, headcount, present in list(rows):
        if headcount != present:
            write_headcount(site_id, code, today, headcount, opened)
            differing.add(code)
    return differing


def _apply_nearby_care(today: date, opened: Recording) -> set[str]:
    """Say from today on how near care is, as the file does; gives the codes of the sites that differ."""
    said = (
        "FROM nearby_care c WHERE c.site_id = k.id AND c.superseded_in = :never AND c.from_on <= :today "
        "ORDER BY c.from_on DESC LIMIT 1"
    )
    rows = select(
        f"SELECT s.code, k.id, s.care_minutes, (SELECT coalesce(c.minutes, {NONE_NEAR}) {said}) "
        "FROM staged_site s JOIN site k ON k.code = s.code AND k.superseded_in = :never "
        "WHERE s.care_minutes IS NOT NULL",
        today=today,
        never=NEVER,
    )
    differing = set()
    for code, site_id, minutes, present in list(rows):
        if minutes != present:
            write_nearby_care(site_id, code, today, None if minutes == NONE_NEAR else minutes, opened)
            differing.add(code)
    return differing
