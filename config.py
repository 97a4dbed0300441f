"""The settings: one frozen object, read once from READINESS_… environment variables, checked at start."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from readiness.foundation.countries import country_codes
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.text import nearest
from readiness.foundation.words import known_language
from readiness.foundation.zones import time_zones

PREFIX = "READINESS_"


def _known_time_zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError("is no time zone. Write an IANA name, such as America/New_York")
    return ZoneInfo(name).key


def _known_country(code: str) -> str:
    if code not in country_codes():
        raise ValueError("is no country. Write its two letters, such as US or GB")
    return code


def _known_database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("is no database. Write sqlite:///FILE or postgresql://USER@HOST/NAME")
    if url in {"sqlite:///", "sqlite:///:memory:"}:
        raise ValueError("names no file, so that nothing would be kept. Write sqlite:///FILE")
    return url


def _known_address(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
        raise ValueError("is no address of a server. Write https://readiness.example.org")
    return url.rstrip("/")


def _known_mailbox(address: str) -> str:
    if address and not re.fullmatch(r"[^@\s<>\",;:]+@[A-Za-z0-9.-]+", address):
        raise ValueError("is no e-mail address. Write it alone, such as readiness@example.org")
    return address


def _known_log(place: str) -> str:
    return place if place in {"", "stderr"} else str(Path(place).absolute())


class Config(BaseModel):
    """How this installation runs. Each field is the environment variable READINESS_<FIELD>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Made whole as it is read, since not every reader would begin at the folder in which the service was started.
    data_dir: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default=Path("var"), validate_default=True
    )
    database_url: Annotated[str, AfterValidator(_known_database)] = ""
    database_connections: int = Field(default=20, ge=1, le=1000)
    organisation: str = "This organisation"
    home_country: Annotated[str, AfterValidator(_known_country)] = "US"
    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = "America/New_York"
    language: Annotated[str, AfterValidator(known_language)] = "en"
    # The address that people use, for links; Secure cookies where it is https. Only its own name is answered.
    base_url: Annotated[str, AfterValidator(_known_address)] = ""
    # How many proxies stand in front, each adding where the request came from.
    proxies: int = Field(default=0, ge=0, le=5)
    # Needed where several machines serve; without it one is made and kept in the data folder.
    secret_key: SecretStr = SecretStr("")
    # The same for what signs checkpoints of the audit trail. Whoever has it can sign another trail: keep it apart.
    signing_key: SecretStr = SecretStr("")
    # The same for what enciphers the sealed parts of incidents. Without it they can be read by nobody, ever.
    sealing_key: SecretStr = SecretStr("")
    # Where each answer is noted: 'stderr' or a file; by itself nowhere. Nobody is named, and what is read in the
    # handbook without a sign-in is never noted.
    request_log: Annotated[str, AfterValidator(_known_log)] = ""
    # A session ends when nothing was done for so many minutes, and in any case after so many hours.
    session_idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    session_hours: int = Field(default=12, ge=1, le=24 * 7)
    # A site's count is 'due' when it will fall short within so many days.
    due_within_days: int = Field(default=30, ge=0, le=366)
    # Files that are put into this folder are imported by themselves, once nobody has touched them for so long.
    nightly_folder: str = ""
    nightly_quiet_seconds: int = Field(default=60, ge=0, le=3600)
    # A crisis line has to be verified again after so many days; before that, the handbook is not published with it.
    line_check_days: int = Field(default=365, ge=1, le=3660)
    # The server to which mail is handed; without one, mail is held. Its links need a base_url.
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_sender: Annotated[str, AfterValidator(_known_mailbox)] = ""
    smtp_reply_to: Annotated[str, AfterValidator(_known_mailbox)] = ""
    # So many messages an address is sent in a day; what is more waits.
    mails_a_day: int = Field(default=20, ge=1, le=1000)
    # Printed cards and posters are valid for so many months, or less where something on them holds for less.
    paper_months: int = Field(default=12, ge=1, le=60)
    # Megabytes that the files of proof may take: those of one person, and all of them.
    evidence_person_mb: int = Field(default=100, ge=1, le=100_000)
    evidence_total_mb: int = Field(default=20_000, ge=1, le=100_000_000)

    @property
    def database(self) -> str:
        """The database's URL; without a setting, a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'readiness.sqlite'}"

    @property
    def handbook_folder(self) -> Path:
        """Where editions of the handbook are, and which of them is current."""
        return self.data_dir / "handbook"

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a process that works for this one; secrets are not told."""
        settings = {"data_dir": str(self.data_dir), "database_url": self.database}
        for field in self.model_fields_set - settings.keys():
            value = getattr(self, field)
            if not isinstance(value, SecretStr):
                settings[field] = str(value)
        return {PREFIX + field.upper(): value for field, value in settings.items()}


def config_from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Read and check the settings; raises ConfigurationError naming every fault at once."""
    faults = _misspelt(environment)
    values: dict[str, Any] = {
        field: environment[PREFIX + field.upper()]
        for field in Config.model_fields
        if PREFIX + field.upper() in environment
    }
    try:
        config = Config(**values)
    except ValidationError as error:
        faults += [
            f"{PREFIX}{str(fault['loc'][0]).upper()}: '{fault['input']}' {_sentence(fault)}."
            for fault in error.errors()
        ]
    else:
        faults += _mail_faults(config)
    if faults:
        raise ConfigurationError(faults)
    return config


def _mail_faults(config: Config) -> list[str]:
    """What mail needs beside a server."""
    if not config.smtp_host:
        return []
    needed = {"SMTP_SENDER": config.smtp_sender, "BASE_URL": config.base_url}
    return [
        f"{PREFIX}{name} is needed where {PREFIX}SMTP_HOST is set: every message bears it."
        for name, value in needed.items()
        if not value
    ]


def _sentence(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"is not accepted: {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _misspelt(environment: Mapping[str, str]) -> list[str]:
    """A setting whose name is nearly right would otherwise be ignored in silence."""
    known = [PREFIX + field.upper() for field in Config.model_fields]
    faults = []
    for name in environment:
        if name.startswith(PREFIX[:4]) and name not in known:
            near = nearest(name, known, alike=85)
            if near:
                faults.append(f"{name} is not a setting. Did you mean {near}?")
    return faults
