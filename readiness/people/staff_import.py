"""The staff file: how its rows become people, employment, membership and leave."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording
from readiness.foundation.bulk import count_anew
from readiness.foundation.database import select
from readiness.foundation.emails import is_email, no_email
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import LAST_DAY, NEVER, Change
from readiness.foundation.words import gettext as _
from readiness.imports.actions import places
from readiness.imports.counts import Counts
from readiness.imports.fields import FieldList, Vocabulary
from readiness.imports.mapping import Mapping
from readiness.imports.reading.cells import (
    ChoiceCells,
    DayCells,
    day_sentence,
    read_languages,
    shortened,
    zeros_lost,
)
from readiness.imports.reading.names import split_name
from readiness.imports.reading.tables import Chunk, rows_of
from readiness.imports.reading.tidying import invisible_problem
from readiness.imports.staging import Search, StagedTable, Staging
from readiness.people.made_sites import UsualPlace, check_codes
from readiness.people.reconcile import status_by_dates
from readiness.people.search_words import person_key
from readiness.people.site_words import SiteWords, shared_name
from readiness.people.staff_apply import StaffApply
from readiness.people.staff_course import end_absent, with_people
from readiness.people.staff_fields import FIELDS, LONGEST, LONGEST_TEXT, STAGED, STATUS_BY_NAME, STATUSES
from readiness.people.undoing import take_back_people


class StaffReader:
    """Reads the rows of one staff file."""

    def __init__(self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date) -> None:
        self.mapping = mapping
        self.stage = stage
        self.today = today
        self.skipped = 0
        self.at = places(mapping, header, FIELDS.names)
        self.days = DayCells(mapping.date_formats)
        self.statuses = ChoiceCells(mapping.values.get("employment_status", {}), STATUS_BY_NAME)
        self.site_words = SiteWords.known()
        self.sites = ChoiceCells({}, self.site_words.codes)
        self.number = 0
        self.is_good = True

    def read(self, chunks: Iterable[Chunk]) -> None:
        read = (self._read(number, cells) for number, cells in rows_of(chunks))
        self.stage.fill(staged for staged in read if staged is not None)

    def _read(self, number: int, cells: Sequence[str]) -> Sequence[Any] | None:
        self.number, self.is_good = number, True
        if "employment_status" in self.at and self.statuses[cells[self.at["employment_status"]]] == "":
            self.skipped += 1
            return None
        text = {name: self._text(name, cells) for name in self.at}
        self._check_names(text)
        self._check_email(text.get("email"))
        from_on, until_on = self._day("employed_from", text), self._day("employed_until", text)
        if from_on is not None and until_on is not None and until_on < from_on:
            self._fault("employed_until", _("ends before it starts. Mend one of the two days."))
        status = self._status(text)
        site = self._site(text)
        if not self.is_good:
            # Refused, and staged all the same, so that another row with its number is found.
            return (
                (number, text["staff_number"], *[None] * (len(STAGED.columns) - 2))
                if text["staff_number"]
                else None
            )
        self._compare(status, from_on, until_on)
        return self._staged(text, site, from_on, until_on, status)

    def _staged(
        self, text: dict[str, str], site: str | None, from_on: date | None, until_on: date | None, status: str
    ) -> Sequence[Any]:
        email, manager, languages = text.get("email"), text.get("manager"), text.get("languages")
        given_name, family_name = _names(text)
        if "employed_until" in self.at and until_on is None:
            until_on = LAST_DAY
        return (
            self.number,
            text["staff_number"],
            given_name,
            family_name,
            person_key(given_name or "", family_name or ""),
            email,
            None if email is None else email.casefold(),
            text.get("phone"),
            site,
            text.get("department"),
            text.get("job_title"),
            manager,
            None if manager is None else manager.casefold(),
            from_on and from_on.isoformat(),
            until_on and until_on.isoformat(),
            status,
            None if languages is None else json.dumps(read_languages(languages), ensure_ascii=False),
        )

    def _fault(self, name: str, sentence: str) -> None:
        self.is_good = False
        self.stage.fault(self.number, self.mapping.columns[name], sentence)

    def _text(self, name: str, cells: Sequence[str]) -> str:
        cell = cells[self.at[name]]
        if len(cell) > LONGEST.get(name, LONGEST_TEXT):
            self._fault(
                name,
                _(
                    "has %(length)s characters; at most %(most)s fit. Shorten it.",
                    length=len(cell),
                    most=LONGEST.get(name, LONGEST_TEXT),
                ),
            )
        return cell

    def _check_names(self, text: dict[str, str]) -> None:
        if not text["staff_number"]:
            self._fault("staff_number", _("is empty. Write the staff number."))
        elif invisible := invisible_problem(text["staff_number"]):
            self._fault("staff_number", invisible)
        named = [name for name in ("given_name", "family_name", "full_name") if name in text]
        if named and not any(text[name] for name in named):
            self._fault(named[0], _("is empty. Write the person's name."))

    def _check_email(self, email: str | None) -> None:
        if not email or is_email(email):
            return
        if "@" not in email:
            self._fault("email", _("%(fault)s Or leave the cell empty.", fault=no_email(email)))
        else:
            # What was meant for one is kept: other files may name the person by it.
            sentence = _(
                "%(fault)s The person goes in with it, but no mail can reach it.", fault=no_email(email)
            )
            self.stage.warn(self.number, self.mapping.columns["email"], sentence)

    def _day(self, name: str, text: dict[str, str]) -> date | None:
        cell = text.get(name)
        if cell is None:
            return None
        if not cell:
            if FIELDS[name].filled:
                self._fault(name, _("is empty. Write the day."))
            return None
        day = self.days[cell]
        if day is None:
            self._fault(name, day_sentence(cell, self.mapping.date_formats))
        return day

    def _status(self, text: dict[str, str]) -> str:
        cell = text.get("employment_status", "")
        status = self.statuses[cell]
        if cell and status is None:
            sentence = _(
                "'%(cell)s' is no employment status. Map it to one of: %(choices)s.",
                cell=shortened(cell),
                choices=", ".join(STATUSES),
            )
            self._fault("employment_status", sentence)
        return status or ""

    def _site(self, text: dict[str, str]) -> str | None:
        cell = text.get("site")
        if cell is None:
            return None
        if not cell:
            self._fault("site", _("is empty. Write the site at which the person works."))
            return None
        code, sharing = self.sites[cell], self.site_words.sharing(cell)
        if code is None and sharing:
            self._fault("site", shared_name(cell, sharing))
            return None
        if code is None and self.mapping.makes(cell):
            return cell
        if code is None:
            sentence = _(
                "'%(cell)s' is no site that is known. Say which site it is, or that it is new.",
                cell=shortened(cell),
            )
            self._fault("site", sentence)
        return code

    def _compare(self, status: str, from_on: date | None, until_on: date | None) -> None:
        """The dates hold; a status that says otherwise is worth a look."""
        by_dates = status_by_dates(from_on, until_on, self.today)
        if status and by_dates != status and not (status == "on_leave" and by_dates == "active"):
            standing = {
                "ended": _("has ended"),
                "not_started": _("has not begun"),
                "active": _("goes on"),
            }[by_dates]
            sentence = _(
                "says '%(status)s', but by its dates the employment %(standing)s. The dates hold.",
                status=status,
                standing=standing,
            )
            self.stage.warn(self.number, self.mapping.columns["employment_status"], sentence)


def _names(text: dict[str, str]) -> tuple[str | None, str | None]:
    """Given and family name; what is written in one piece is told apart where neither stands by itself."""
    given_name, family_name, whole = text.get("given_name"), text.get("family_name"), text.get("full_name")
    return split_name(whole) if whole and not given_name and not family_name else (given_name, family_name)


@dataclass(frozen=True)
class StaffImport:
    """The kind of import for staff files."""

    organisation: UsualPlace
    name: str = "staff"
    fields: FieldList = FIELDS
    staged: StagedTable = STAGED

    def reader(self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date) -> StaffReader:
        reader = StaffReader(mapping, header, stage, today)
        unknown = reader.statuses.unknown()
        if unknown:
            raise InvalidInput(
                _(
                    "values.employment_status: '%(value)s' is none of %(choices)s.",
                    value=value,
                    choices=", ".join(STATUSES),
                )
                for value in unknown
            )
        check_codes(mapping, reader.site_words)
        return reader

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        columns = mapping.columns
        stage.index("staff_number")
        stage.index("email_key")
        stage.look(columns["staff_number"], Search(_TWICE, _twice))
        stage.look(columns["staff_number"], Search(_ZEROS_LOST, zeros_lost, is_warning=True))
        if "email" in columns:
            stage.look(columns["email"], Search(_SHARED_EMAIL, _shared_email, is_warning=True))
        if "manager" in columns:
            stage.look(columns["manager"], Search(_MANAGERS, _manager, is_warning=True))

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        change = opened.change.id
        counts = StaffApply(opened, today, self.organisation).apply(mapping)
        count_anew(*STAGED.held_against)
        if mapping.lists_everybody and not stage.refused_count():
            counts.changed += end_absent(change, today)
        return with_people(counts, change, today)

    def take_back(self, change: int, undoing: Change) -> None:
        take_back_people(change, undoing)

    def vocabulary(self, field: str) -> Vocabulary | None:
        match field:
            case "employment_status":
                return Vocabulary(status_words(), STATUS_BY_NAME)
            case "site":
                return Vocabulary(dict(select(_SITES)), SiteWords.known().codes)
            case _:
                return None


def status_words() -> dict[str, str]:
    """The statuses of employment, in words."""
    return {
        "active": _("employed"),
        "on_leave": _("on leave"),
        "not_started": _("starts later"),
        "ended": _("has left"),
    }


_SITES = f"SELECT code, name FROM site WHERE superseded_in = {NEVER} ORDER BY name, code"


_TWICE = """
    SELECT s.row_number, s.staff_number AS value, (SELECT min(o.row_number) FROM staged_staff o
        WHERE o.staff_number = s.staff_number AND o.row_number <> s.row_number) AS other
    FROM staged_staff s WHERE s.staff_number IN
        (SELECT staff_number FROM staged_staff GROUP BY staff_number HAVING count(*) > 1)
"""


def _twice(staff_number: str, other: str) -> str:
    return _(
        "the staff number '%(number)s' stands in row %(other)s too. Leave one of them.",
        number=staff_number,
        other=other,
    )


# It may be somebody new all the same: whoever imports the file decides.
_ZEROS_LOST = f"""
    SELECT s.row_number, s.staff_number AS value, z.padded AS other FROM staged_staff s JOIN (
        SELECT ltrim(staff_number, '0') AS bare, min(staff_number) AS padded FROM person
        WHERE superseded_in = {NEVER} AND staff_number LIKE '0%' GROUP BY 1 HAVING count(*) = 1
    ) z ON z.bare = s.staff_number
    WHERE NOT EXISTS
        (SELECT 1 FROM person p WHERE p.staff_number = s.staff_number AND p.superseded_in = {NEVER})
"""

_SHARED_EMAIL = f"""
    SELECT * FROM (SELECT s.row_number, s.email AS value, coalesce(
        (SELECT min(o.staff_number) FROM staged_staff o
            WHERE o.email_key = s.email_key AND o.staff_number <> s.staff_number),
        (SELECT min(p.staff_number) FROM person p
            WHERE p.email_key = s.email_key AND p.staff_number <> s.staff_number AND p.superseded_in = {NEVER}
            AND NOT EXISTS (SELECT 1 FROM staged_staff t WHERE t.staff_number = p.staff_number))) AS other
        FROM staged_staff s WHERE s.email_key <> '') shared WHERE other IS NOT NULL
"""


def _shared_email(email: str, other: str) -> str:
    return _(
        "'%(email)s' belongs to the person with the staff number %(other)s too. "
        "Mail to it reaches one of the two; check whose it is.",
        email=email,
        other=other,
    )


# How many people the e-mail of each manager belongs to, once the file is in; a staff number goes first.
_MANAGERS = f"""
    SELECT * FROM (SELECT s.row_number, s.manager AS value,
        (SELECT count(*) FROM staged_staff o WHERE o.email_key = s.manager_key)
        + (SELECT count(*) FROM person p WHERE p.email_key = s.manager_key AND p.superseded_in = {NEVER}
            AND NOT EXISTS (SELECT 1 FROM staged_staff t
                WHERE t.staff_number = p.staff_number AND t.email_key IS NOT NULL)) AS other
    FROM staged_staff s WHERE s.manager <> ''
        AND NOT EXISTS (SELECT 1 FROM staged_staff o WHERE o.staff_number = s.manager)
        AND NOT EXISTS (SELECT 1 FROM person p WHERE p.staff_number = s.manager AND p.superseded_in = {NEVER})
    ) named WHERE other <> 1
"""


def _manager(manager: str, named: str) -> str:
    if named == "0":
        return _(
            "'%(manager)s' is nobody on the staff (by staff number or e-mail). "
            "The person goes in without a manager.",
            manager=shortened(manager),
        )
    return _(
        "'%(manager)s' belongs to several people. The person goes in without a manager; "
        "name the manager by staff number.",
        manager=shortened(manager),
    )
