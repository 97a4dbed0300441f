"""Packs held against the checks: that every clause can be judged, and that its worked examples come out."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from readiness.certificates.kinds import shipped_kinds
from readiness.compliance.checks import CHECKS, CheckTerms
from readiness.compliance.checks.examples import PlaceExample
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.text import nearest
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Clause, Example, Pack, Terms, key_sentence, shipped_packs


def check_packs(packs: Mapping[str, Pack], kinds: CertificateKinds) -> None:
    """Raise ConfigurationError naming every clause that could not be judged, by file and key."""
    faults = [fault for pack in packs.values() for fault in pack_faults(pack, kinds)]
    if faults:
        raise ConfigurationError(faults)


@cache
def check_shipped_packs() -> None:
    """The same for the shipped packs, which stay as they are while the process lives: what is good is so once."""
    check_packs(shipped_packs(), shipped_kinds())


def pack_faults(pack: Pack, kinds: CertificateKinds, name: str = "") -> list[str]:
    """What keeps a pack from being judged or adopted, a sentence each; `name` is the file's."""
    name = name or f"{pack.id}.toml"
    faults: list[str] = []
    for number, clause in enumerate(pack.clause, 1):
        place = f"{name}, clause[{number}] ({clause.id})"
        if clause.check not in CHECKS:
            faults.append(f"{place}.check: there is no check '{clause.check}'.{_nearest(clause.check)}")
            continue
        in_terms = _terms_faults(clause, place, kinds)
        faults += in_terms or _example_faults(clause, place)
    return faults


def pack_warnings(pack: Pack) -> list[str]:
    """What a reader of the pack should know, and that keeps nothing from being adopted."""
    return [f"{pack.id}, {clause.id}: has no worked example." for clause in pack.clause if not clause.example]


def _nearest(name: str) -> str:
    near = nearest(name, CHECKS)
    return f" Did you mean '{near}'?" if near else f" There are: {', '.join(CHECKS)}."


def terms_of(clause: Clause, terms: Terms) -> CheckTerms:
    """The terms as the clause's check reads them."""
    return CHECKS[clause.check].terms.model_validate(terms.own)


def _terms_faults(clause: Clause, place: str, kinds: CertificateKinds) -> list[str]:
    faults: list[str] = []
    for number, terms in enumerate(clause.terms, 1):
        key = f"{place}.terms[{number}]"
        if terms.repealed:
            faults += [f"{key}.{extra}: repealed terms have no numbers." for extra in terms.own]
            continue
        try:
            read = terms_of(clause, terms)
        except ValidationError as error:
            faults += [_terms_sentence(key, clause.check, fault) for fault in error.errors()]
            continue
        faults += [
            f"{key}.{name}: '{code}' is no certificate kind. There are: {', '.join(kinds.by_code)}."
            for name, code in unknown_kinds(read, kinds)
        ]
    return faults


def unknown_kinds(terms: CheckTerms, kinds: CertificateKinds) -> Iterator[tuple[str, str]]:
    """The terms that name a certificate kind which there is not, each with the code that it names."""
    certificate: str = getattr(terms, "certificate", "")
    if certificate not in kinds and (certificate or _needs_certificate(terms)):
        yield "certificate", certificate
    for code in getattr(terms, "or_certificates", ()):
        if code not in kinds:
            yield "or_certificates", code


def _needs_certificate(terms: CheckTerms) -> bool:
    term = type(terms).model_fields.get("certificate")
    return term is not None and term.is_required()


def _terms_sentence(key: str, check: str, fault: object) -> str:
    assert isinstance(fault, dict)  # noqa: S101
    where = ".".join([key, *map(str, fault["loc"])])
    match fault["type"]:
        case "missing":
            return f"{where}: the check {check} needs this term."
        case "extra_forbidden":
            return f"{where}: the check {check} has no such term."
        case "value_error":
            return f"{where}: {fault['ctx']['error']} (check {check})."
    return f"{where}: {key_sentence(fault)}"


def _example_faults(clause: Clause, place: str) -> list[str]:
    faults: list[str] = []
    for number, example in enumerate(clause.example, 1):
        key = f"{place}.example[{number}] ({example.title})"
        try:
            came_out = example_status(clause, example)
        except ValidationError as error:
            faults += [
                f"{key}.{'.'.join(map(str, fault['loc']))}: {key_sentence(fault)}" for fault in error.errors()
            ]
            continue
        if came_out != example.expect:
            faults.append(f"{key}: expects {example.expect}, but the clause says {came_out}.")
    return faults


def example_status(clause: Clause, example: Example) -> str:
    """The status that the clause gives to the facts of its worked example."""
    check = CHECKS[clause.check]
    place = PlaceExample.model_validate(_of_place(example, is_wanted=True))
    facts = check.examples.model_validate(_of_place(example, is_wanted=False))
    terms = clause.terms_on(example.as_of)
    # An example that names no headcount is not about it.
    headcount = getattr(facts, "headcount", None) if "headcount" in facts.model_fields_set else None
    if (
        terms is None
        or not _in_headcount_bounds(clause, headcount)
        or not place.has_hazard_of(clause.applies)
    ):
        return "not_applicable"
    is_without_care = place.is_without_care(clause.applies, example.as_of)
    if not is_without_care:
        return "cannot_tell" if is_without_care is None else "not_applicable"
    read = terms_of(clause, terms)
    verdict = check.judge(read, facts.facts(example.as_of, read))  # type: ignore[attr-defined]
    return "not_applicable" if verdict is None else str(verdict.status)


def _of_place(example: Example, *, is_wanted: bool) -> dict[str, Any]:
    """Of an example's facts those of the place, or all others."""
    return {
        name: value
        for name, value in example.facts.items()
        if (name in PlaceExample.model_fields) is is_wanted
    }


def _in_headcount_bounds(clause: Clause, headcount: int | None) -> bool:
    if headcount is None:
        return True
    applies = clause.applies
    return (applies.headcount_from or 0) <= headcount and (
        applies.headcount_to is None or headcount <= applies.headcount_to
    )
