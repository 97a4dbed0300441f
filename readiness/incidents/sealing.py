"""Sealing: the part of an incident that is for few is enciphered with a key that is kept beside the data."""

import base64
import hashlib
import json

from config import Config
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.later import fernet
from readiness.foundation.secret_files import kept_secret

FILE = "sealing_key"


class Sealer:
    """Enciphers and deciphers by one secret. What is sealed for one incident opens for no other."""

    def __init__(self, secret: str) -> None:
        digest = hashlib.sha256(b"readiness sealed part\n" + secret.encode()).digest()
        self._cipher = fernet.Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, incident: int, fields: dict[str, str]) -> str:
        """The fields as nobody can read them without the secret."""
        plain = json.dumps({"incident": incident, "fields": fields}, ensure_ascii=False)
        return self._cipher.encrypt(plain.encode()).decode("ascii")

    def opened(self, incident: int, content: str) -> dict[str, str]:
        """The fields again; raises ConfigurationError where the key is another, or the content was altered."""
        try:
            plain = json.loads(self._cipher.decrypt(content.encode("ascii")))
        except fernet.InvalidToken:
            plain = {}
        if plain.get("incident") != incident:
            raise ConfigurationError(
                "The sealed part cannot be opened: it was sealed with another key, or altered. "
                f"Put the file {FILE} back from where it is kept, or set READINESS_SEALING_KEY."
            )
        fields: dict[str, str] = plain["fields"]
        return fields


def sealer_of(config: Config) -> Sealer:
    """What seals in this installation."""
    return Sealer(config.sealing_key.get_secret_value() or kept_secret(config.data_dir / FILE))
