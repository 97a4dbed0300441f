"""Turning staged rows into certificates by set-based statements, within one change.

A row is a certificate that we have when person, kind and day of issue agree, and the number where
both have one. What the row says beyond that supersedes what we knew; what it leaves empty says
nothing. Another day of issue is another period, another number another certificate.
"""

from typing import Any

from readiness.audit.actions import Recording
from readiness.certificates.certificate_columns import CertificateColumns
from readiness.certificates.models import Certificate
from readiness.certificates.validity import Validity, last_day
from readiness.foundation.bulk import count_anew, hold_references, indexes_after
from readiness.foundation.database import execute, insert_rows, select
from readiness.foundation.temporal import NEVER, next_fact_id
from readiness.imports.counts import Counts
from readiness.imports.held import Held

_SAME = """
    {b}.person_id = {a}.person_id AND {b}.kind = {a}.kind AND {b}.issued_on = {a}.issued_on
    AND ({a}.number = '' OR {b}.number = '' OR {a}.number = {b}.number)
"""

# Per repeat the first row of the same certificate; one without a number goes to the first that has one.
_REPEATS = """
    CREATE TEMPORARY TABLE staged_repeat AS
    SELECT * FROM (
        SELECT coalesce(
            min(CASE WHEN number <> '' THEN row_number END) OVER (PARTITION BY certificate_key, number),
            min(CASE WHEN number <> '' THEN row_number END) OVER (PARTITION BY certificate_key),
            min(row_number) OVER (PARTITION BY certificate_key)
        ) AS first, row_number, printed_on, counts_until_on, issuer FROM staged_twin
    ) repeats WHERE first <> row_number
"""

# What its repeats say, where the first row says nothing of it: that they agree has been judged.
_SAID = """
    UPDATE staged_certificate SET
      issuer = CASE WHEN issuer = '' THEN said_issuer ELSE issuer END,
      printed_on = coalesce(printed_on, said_printed_on),
      expires_on = CASE WHEN printed_on IS NULL THEN coalesce(said_printed_on, expires_on) ELSE expires_on END,
      counts_until_on = CASE WHEN printed_on IS NULL THEN coalesce(said_until_on, counts_until_on)
        ELSE counts_until_on END
    FROM (
        SELECT first, max(issuer) AS said_issuer, max(printed_on) AS said_printed_on,
          max(CASE WHEN printed_on IS NOT NULL THEN counts_until_on END) AS said_until_on
        FROM staged_repeat GROUP BY first
    ) said
    WHERE row_number = first AND (issuer = '' OR printed_on IS NULL)
"""

# The certificate that we have for a row: the one with its number, else the one that was known first.
# One that we have without a number is given to one row only: the others are other certificates.
# A repeat has none: its first row speaks for it.
_MATCH = f"""
    CREATE TEMPORARY TABLE staged_match AS
    WITH fitting AS (
        SELECT s.row_number AS file_row, c.id AS known_id, row_number() OVER (
            PARTITION BY s.row_number ORDER BY CASE WHEN c.number = s.number THEN 0 ELSE 1 END, c.fact_id
        ) AS place
        FROM staged_certificate s CROSS JOIN certificate c
        WHERE c.superseded_in = {NEVER} AND {_SAME.format(a="s", b="c")}
          AND s.row_number NOT IN (SELECT row_number FROM staged_repeat)
    ), best AS (
        SELECT file_row, known_id, row_number() OVER (PARTITION BY known_id ORDER BY file_row) AS place
        FROM fitting WHERE place = 1
    )
    SELECT file_row AS row_number, known_id FROM best WHERE place = 1
    UNION ALL SELECT row_number, NULL FROM staged_repeat
"""
_NO_MATCH = """
    CREATE TEMPORARY TABLE staged_match AS SELECT row_number, CAST(NULL AS INTEGER) AS known_id FROM staged_repeat
"""


def apply_staged(opened: Recording, held: Held, columns: CertificateColumns) -> Counts:
    """Record what is new, supersede what differs; gives the counts of rows.

    All rows are held; those of them that may be known, or repeat others, are staged.
    """
    change, rows = opened.change.id, len(held)
    _drop()
    try:
        _find_repeats(held)
        _find_known()
        changed = _supersede(change)
        held.drop(row for (row,) in select("SELECT row_number FROM staged_match"))
    finally:
        _drop()
    new, first_fact = len(held), next_fact_id(Certificate)
    with indexes_after("certificate", new):
        _record(change, held, columns, first_fact)
        held.clear()
    hold_references("certificate", "person_id", "person")
    count_anew("certificate")
    return Counts(new=new, changed=changed, unchanged=rows - new - changed)


def _drop() -> None:
    for name in ("staged_repeat", "staged_match"):
        execute(f"DROP TABLE IF EXISTS {name}")


def _find_known() -> None:
    """Find the certificates that we have for the rows. Where there are none at all, nothing is looked up."""
    none = next(select("SELECT 1 FROM certificate LIMIT 1"), None) is None
    execute(_NO_MATCH if none else _MATCH)
    execute("CREATE UNIQUE INDEX staged_match_row ON staged_match (row_number)")


def _find_repeats(held: Held) -> None:
    """Let one of several rows for a certificate say what all of them say."""
    execute(_REPEATS)
    if next(select("SELECT 1 FROM staged_repeat LIMIT 1"), None) is None:
        return
    execute(_SAID)
    said = [
        *select(
            "SELECT row_number, printed_on, issuer FROM staged_certificate "
            "WHERE row_number IN (SELECT first FROM staged_repeat)"
        )
    ]
    held.say("printed", {row: printed_on.toordinal() for row, printed_on, _issuer in said if printed_on})
    held.say("issuer", {row: issuer for row, _printed_on, issuer in said})


# A row differs by what it says itself: a printed expiry, an issuer, a number.
_DIFFERS = """
    ((s.printed_on IS NOT NULL AND (c.expires_on IS NULL OR s.printed_on <> c.expires_on))
    OR (s.issuer <> '' AND s.issuer <> c.issuer) OR (s.number <> '' AND s.number <> c.number))
"""


def _supersede(change: int) -> int:
    """Record new versions of the certificates that the file tells more of; gives how many."""
    differing = (
        "staged_certificate s JOIN staged_match k ON k.row_number = s.row_number "
        f"JOIN certificate c ON c.id = k.known_id WHERE {_DIFFERS}"
    )
    (closed,) = next(select(f"SELECT count(*) FROM {differing}"))
    if not closed:
        return 0
    until = "CASE WHEN s.printed_on IS NULL THEN c.counts_until_on ELSE s.counts_until_on END"
    execute(
        "INSERT INTO certificate (fact_id, recorded_in, superseded_in, person_id, kind, issued_on, expires_on, "
        "counts_until_on, revoked_on, revoked_reason, issuer, number, evidence) "
        "SELECT c.fact_id, :change, :never, c.person_id, c.kind, c.issued_on, "
        f"coalesce(s.printed_on, c.expires_on), {until}, c.revoked_on, c.revoked_reason, "
        "CASE WHEN s.issuer = '' THEN c.issuer ELSE s.issuer END, "
        f"CASE WHEN s.number = '' THEN c.number ELSE s.number END, c.evidence FROM {differing}",
        change=change,
        never=NEVER,
    )
    execute(
        f"UPDATE certificate SET superseded_in = :change WHERE id IN (SELECT c.id FROM {differing}) "
        "AND recorded_in < :change",
        change=change,
    )
    _keep_revocations(change)
    return int(closed)


def _keep_revocations(change: int) -> None:
    """A revoked certificate stays revoked, whatever expiry a file prints for it."""
    revoked: list[Any] = list(
        Certificate.select().where(
            (Certificate.recorded_in == change) & Certificate.revoked_on.is_null(False)
        )
    )
    for certificate in revoked:
        certificate.counts_until_on = last_day(
            Validity(certificate.issued_on, certificate.expires_on, certificate.revoked_on)
        )
        certificate.save(only=[Certificate.counts_until_on])


_COLUMNS = (
    "fact_id",
    "person_id",
    "kind",
    "issued_on",
    "expires_on",
    "counts_until_on",
    "issuer",
    "number",
)


def _record(change: int, held: Held, columns: CertificateColumns, first_fact: int) -> None:
    """Record the certificates that are held, in the order of their keys and numbered in it."""
    rows = columns.rows(held, _COLUMNS, first_fact=first_fact)
    always: dict[str, int | str] = {"recorded_in": change, "superseded_in": NEVER}
    insert_rows("certificate", _COLUMNS, rows, **always, revoked_reason="", evidence="")
