"""The key that signs forms: one for all workers, and none that could be guessed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import Config, config_from_environment
from readiness.foundation.errors import ConfigurationError
from readiness.web.secret_key import secret_key

GOOD = "k7Qm-2xVt9_LpZ4wRb8HnE3sYc6uJd1f"


def config(folder: Path, key: str = "") -> Config:
    return config_from_environment({"READINESS_DATA_DIR": str(folder), "READINESS_SECRET_KEY": key})


def test_without_a_setting_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = secret_key(config(folder))
    assert len(first) >= 32
    assert secret_key(config(folder)) == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert secret_key(config(tmp_path / "other")) != first


def test_workers_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(config(tmp_path)), range(32)))
    assert len(keys) == 1


def test_a_setting_comes_before_the_file(tmp_path: Path) -> None:
    assert secret_key(config(tmp_path, GOOD)) == GOOD
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("key", ["changeme", "x" * 64, GOOD[:31], "secretsecretsecretsecretsecretsecret"])
def test_a_key_that_could_be_guessed_stops_the_start_and_is_not_repeated(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigurationError, match="READINESS_SECRET_KEY can be guessed") as refused:
        secret_key(config(tmp_path, key))
    assert key not in str(refused.value)


def test_a_file_that_was_emptied_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(ConfigurationError, match="secret_key can be guessed"):
        secret_key(config(tmp_path))


@pytest.mark.parametrize(
    "address", ["ready.example.org", "ftp://ready.example.org", "https://", "https://a.org/path"]
)
def test_an_address_that_is_none_stops_the_start(address: str) -> None:
    with pytest.raises(ConfigurationError, match="READINESS_BASE_URL"):
        config_from_environment({"READINESS_BASE_URL": address})
