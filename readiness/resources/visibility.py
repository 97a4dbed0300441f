"""Who may see an object of a directory. Pure."""

from enum import StrEnum


class Visibility(StrEnum):
    """Everybody; those who are signed in; nobody, nowhere."""

    PUBLIC = "public"
    STAFF = "staff"
    REDACTED = "redacted"
