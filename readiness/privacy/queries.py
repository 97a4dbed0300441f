"""Who a person is by all their rows, and every row that names them: a constant number of statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from readiness.foundation.database import BaseModel, as_json, is_sqlite, select, stream
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.privacy.declaring import ALWAYS_KEPT, Declared, Table, declared_for
from readiness.privacy.models import Erasure
from readiness.privacy.subjects import Others, Subject

_PERSON = """
    SELECT staff_number, given_name, family_name, email_key FROM person WHERE id = :id
    UNION ALL SELECT '', given_name, family_name, email_key FROM person_version WHERE person_id = :id
"""
_ACCOUNTS = """
    SELECT id, email_key, name FROM account WHERE person_id = :person OR id = :account
      OR email_key IN (SELECT email_key FROM person WHERE id = :person AND email_key <> '')
"""
_SHARED = "SELECT DISTINCT email_key FROM person WHERE id <> :id AND email_key <> ''"


def subject_of(person_id: int | None, account_id: int | None = None) -> Subject:
    """Everything by which rows name a person, or the owner of an account; raises NotFound."""
    rows = list(select(_PERSON, id=person_id)) if person_id else []
    if person_id and not rows:
        raise NotFound(_("There is no such person."))
    accounts = list(select(_ACCOUNTS, person=person_id or 0, account=account_id or 0))
    emails = {email for *_name, email in rows} | {email for _id, email, _name in accounts}
    # An address that several people have says of none of them that it is meant.
    emails -= {email for (email,) in select(_SHARED, id=person_id or 0)}
    return Subject(
        person_id,
        tuple(id_ for id_, _email, _name in accounts),
        tuple(sorted({number for number, *_rest in rows if number})),
        tuple(sorted(email for email in emails if email)),
        tuple(sorted({(given, family) for _number, given, family, _email in rows})),
        tuple(sorted({name for _id, _email, name in accounts if name})),
    )


def others_than(subject: Subject) -> Others:
    """Everybody else's names, to be left out of what is given."""
    own = {name.casefold() for name in subject.full_names}
    rows = select(
        "SELECT given_name, family_name FROM person WHERE id <> :id AND given_name <> '' AND family_name <> '' "
        "UNION SELECT name, '' FROM account",
        id=subject.person_id or 0,
    )
    names: set[str] = set()
    for given, family in rows:
        names |= {f"{given} {family}".strip().casefold(), f"{family} {given}".strip().casefold()}
    return Others(subject, frozenset(name for name in names - own if " " in name))


def tables() -> list[Table]:
    """Every table of the database that is declared, by name."""
    found = []
    for model in sorted(_models(), key=lambda model: model._meta.table_name):
        name = model._meta.table_name
        declared = declared_for(name)
        if declared is not None:
            fields = model._meta.columns
            hidden = {*declared.secrets, *declared.sealed}
            columns = tuple(column for column in fields if column not in hidden)
            json_columns = frozenset(
                column for column, kept in fields.items() if type(kept).__name__ == "JSONField"
            )
            found.append(Table(name, declared, columns, json_columns, _key(model)))
    return found


def _key(model: Any) -> tuple[str, ...]:
    key = model._meta.primary_key
    names = getattr(key, "field_names", None) or (key.name,)
    return tuple(model._meta.fields[name].column_name for name in names)


def _models() -> list[Any]:
    """The classes of the tables that there are: those of which no other is made."""

    def below(model: Any) -> list[Any]:
        children = model.__subclasses__()
        return [each for child in children for each in below(child)] if children else [model]

    return below(BaseModel)


@dataclass(frozen=True, slots=True)
class Named:
    """A row that names the person. `is_own`: it is about them; of another's row only what names them is given.

    `is_theirs`: it is about them, or they wrote it.
    """

    is_own: bool
    is_theirs: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with its values."""

    sql: str
    values: Mapping[str, Any]


NEVER_TRUE = "1 = 0"


def rows_naming(table: Table, subject: Subject) -> Iterator[Named]:
    """Every row of a table that names the person, as it is read; one statement, within a block of `reading`."""
    own = own_condition(table.declared, subject)
    named = naming_condition(table, subject)
    both = f"({own.sql}) OR ({named.sql})"
    if both == f"({NEVER_TRUE}) OR ({NEVER_TRUE})":
        return
    read = (*table.columns, *(column for column in table.key if column not in table.columns))
    columns = ", ".join(_quoted(column) for column in read)
    sql = (
        f"SELECT CASE WHEN {own.sql} THEN 1 ELSE 0 END, {columns} FROM {_quoted(table.name)} "
        f"WHERE {both} ORDER BY 2"
    )
    for is_own, *cells in stream(sql, **{**own.values, **named.values}):
        values = dict(zip(read, cells, strict=True))
        for column in table.json_columns & values.keys():
            values[column] = as_json(values[column])
        is_theirs = bool(is_own) or _is_by(table, values, subject)
        if is_theirs or _is_named(table, values, subject):
            yield Named(bool(is_own), is_theirs, values)


def _is_by(table: Table, values: Mapping[str, Any], subject: Subject) -> bool:
    """Whether a column that says who did something names them."""
    who: Mapping[str, Sequence[Any]] = {
        "person": (subject.person_id,) if subject.person_id else (),
        "account": subject.account_ids,
        "number": subject.numbers,
        "email": subject.emails,
    }
    return any(
        (str(values.get(column)).casefold() if handle == "email" else values.get(column)) in who[handle]
        for handle, columns in table.declared.by.items()
        for column in columns
    )


def _is_named(table: Table, values: Mapping[str, Any], subject: Subject) -> bool:
    """Whether the words do name them: the first look in the database finds parts of words too."""
    return any(subject.anywhere.search(_text(values.get(column))) for column in table.declared.texts)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "\n".join(map(_text, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}\n{_text(each)}" for key, each in value.items())
    return ""


def own_condition(declared: Declared, subject: Subject) -> Condition:
    """The condition that a row is about the person."""
    if declared.through:
        column, parent = declared.parent
        above = declared_for(parent)
        if above is None:
            return Condition(NEVER_TRUE, {})
        inner = own_condition(above, subject)
        more = _handles(above.by, subject)
        return Condition(
            f"{column} IN (SELECT id FROM {parent} WHERE {inner.sql} OR {more.sql})",
            {**inner.values, **more.values},
        )
    return _handles(declared.of, subject)


def naming_condition(table: Table, subject: Subject) -> Condition:
    """The condition that a row may name the person, though it is about something else."""
    by = _handles(table.declared.by, subject)
    parts, values = [by.sql] if by.sql != NEVER_TRUE else [], dict(by.values)
    patterns = {f"like_{place}": pattern for place, pattern in enumerate(subject.patterns())}
    for column in table.declared.texts:
        said = f"CAST({_quoted(column)} AS TEXT)" if column in table.json_columns else _quoted(column)
        parts += [f"{said} {_like()} :{place} ESCAPE '!'" for place in patterns]
    if table.declared.texts:
        values |= patterns
    return Condition(" OR ".join(parts) or NEVER_TRUE, values)


def _like() -> str:
    return "LIKE" if is_sqlite() else "ILIKE"


def _handles(handles: Mapping[Any, Sequence[str]], subject: Subject) -> Condition:
    parts: list[str] = []
    values: dict[str, Any] = {}
    given: Mapping[str, Sequence[Any]] = {
        "person": (subject.person_id,) if subject.person_id else (),
        "account": subject.account_ids,
        "number": subject.numbers,
        "email": subject.emails,
    }
    for handle, columns in handles.items():
        places = {f"{handle}_{place}": value for place, value in enumerate(given[handle])}
        if not places:
            continue
        values |= places
        listed = ", ".join(f":{place}" for place in places)
        for column in columns:
            said = f"lower({_quoted(column)})" if handle == "email" else _quoted(column)
            parts.append(f"{said} IN ({listed})")
    return Condition(" OR ".join(parts) or NEVER_TRUE, values)


def _quoted(name: str) -> str:
    return f'"{name}"'


def shown_columns(table: Table, *, is_own: bool) -> list[str]:
    """Which columns of a row are given: all of one's own; of another's what names one, and when it was."""
    if is_own:
        return list(table.columns)
    naming = {column for columns in table.declared.by.values() for column in columns}
    naming |= {*table.declared.words} if table.declared.is_about_nobody else set()
    return [
        column
        for column in table.columns
        if column in naming or column.endswith(("_on", "_at")) or column in ALWAYS_KEPT
    ]


def erased_people() -> list[int]:
    """Everybody whose name was taken out, by their number of ours."""
    return [person for (person,) in select("SELECT person FROM erasure ORDER BY id")]


def latest_erased_at() -> datetime | None:
    """When somebody's name was taken out last; None where nobody's was."""
    latest: datetime | None = Erasure.select(fn.MAX(Erasure.erased_at)).scalar()
    return latest


def latest_erasures(count: int) -> list[Erasure]:
    """The latest erasures, the newest first."""
    return list(Erasure.select().order_by(Erasure.id.desc()).limit(count))
