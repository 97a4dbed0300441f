"""The secret that signs forms: set by whoever runs the service, or made once and kept beside the data."""

from config import Config
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.secret_files import kept_secret

FILE = "secret_key"
SHORTEST = 32
FEWEST_DIFFERENT = 10


def secret_key(config: Config) -> str:
    """The key that all workers share; raises ConfigurationError for one that could be guessed."""
    given = config.secret_key.get_secret_value()
    path = config.data_dir / FILE
    key = given or kept_secret(path)
    source = "READINESS_SECRET_KEY" if given else str(path)
    if len(key) < SHORTEST or len(set(key)) < FEWEST_DIFFERENT:
        raise ConfigurationError(
            f"{source} can be guessed: it is too short or too plain. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return key
