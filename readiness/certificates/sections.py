"""What higher rooms add to the page of a certificate."""

from collections.abc import Callable, Sequence
from typing import cast

from flask import Flask, current_app

from readiness.certificates.known import KnownCertificate
from readiness.foundation.temporal import Knowledge
from readiness.people.sections import Section

MakeSection = Callable[[KnownCertificate, Knowledge], Section]


def add_certificate_sections(app: Flask, sections: Sequence[MakeSection]) -> None:
    """Let each of these make a part of every certificate's page, in their order."""
    app.extensions["readiness_certificate_sections"] = tuple(sections)


def certificate_sections(certificate: KnownCertificate, knowledge: Knowledge) -> list[Section]:
    """The parts that other rooms have about a certificate, by what was known."""
    makers = cast("tuple[MakeSection, ...]", current_app.extensions["readiness_certificate_sections"])
    return [make(certificate, knowledge) for make in makers]
