"""Of whom a clause asks something at a site: the moves and leaves of nobody else are told."""

from dataclasses import replace
from typing import Any

from readiness.compliance.checks.holding import CertificateEvidenceOnFile, is_named
from readiness.compliance.story.about import Wanted
from readiness.compliance.story.of_people import Whose
from readiness.foundation.database import among, number_list, select


def those_asked(wanted: Wanted, whose: Whose) -> Whose:
    """Of these whoever held what is asked of its holders, and was known to work at the site in a role that is asked."""
    chosen, values = _in_role(wanted)
    if _is_of_holders(wanted):
        holders, kinds = holding(wanted)
        chosen, values = f"{chosen} AND {holders}", {**values, **kinds}
    return replace(whose, sql=f"{whose.sql}{chosen}", values={**whose.values, **values})


def holding(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The condition that somebody was ever known to hold a certificate that counts, with its values."""
    names = {f"kind_{place}": kind for place, kind in enumerate(wanted.held)}
    kinds = ", ".join(f":{name}" for name in names) or "''"
    held = f"SELECT 1 FROM certificate c WHERE c.person_id = v.person_id AND c.kind IN ({kinds}) LIMIT 1"
    return f"EXISTS ({held})", names


def _is_of_holders(wanted: Wanted) -> bool:
    """Whether all that is asked is asked of those alone who hold a certificate."""
    is_of_proof = all(isinstance(each, CertificateEvidenceOnFile) for each in wanted.terms)
    is_of_learners = wanted.about.clause.clause.check == "continuing_education" and all(
        getattr(each, "certificate", None) for each in wanted.terms
    )
    return is_of_proof or is_of_learners


def _in_role(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The condition on job titles and departments, with its values; '' where it asks everyone, or of very many."""
    titles = {name for each in wanted.terms for name in getattr(each, "job_titles", ())}
    departments = {name for each in wanted.terms for name in getattr(each, "departments", ())}
    asks_everyone = any(
        not getattr(each, "job_titles", ()) and not getattr(each, "departments", ()) for each in wanted.terms
    )
    if asks_everyone or wanted.is_of_many:
        return "", {}
    # Of whom nothing is recorded it cannot be told whether they are asked, which is told of them.
    named = [
        title
        for (title,) in select(
            "SELECT DISTINCT m.job_title FROM membership m WHERE m.site_id = :site", **wanted.values()
        )
        if not title or is_named(title, [*titles])
    ]
    places = {f"title_{place}": title for place, title in enumerate(named)}
    listed = ", ".join(f":{place}" for place in places) or "NULL"
    role = f"r.job_title IN ({listed})"
    if departments:
        role += f" OR r.department_id IS NULL OR {among('r.department_id', 'departments')}"
        places["departments"] = number_list(_called(departments))
    one = f"SELECT 1 FROM membership r WHERE r.person_id = v.person_id AND r.site_id = :site AND ({role}) LIMIT 1"
    return f" AND EXISTS ({one})", wanted.values(**places)


def _called(names: set[str]) -> list[int]:
    """The departments that are or were ever called so; one statement."""
    rows = select(
        "SELECT d.id, d.name FROM department d UNION SELECT w.department_id, w.name FROM department_version w"
    )
    return sorted({number for number, name in rows if is_named(name, [*names])})
