"""Settings say what is wrong and refuse to start; production has no demonstration."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from certificates.signing import development
from config import env

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    "SITE_URL": "https://omuzgoh.example",
    "ALLOWED_HOSTS": "omuzgoh.example",
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run `check --deploy` with production settings."""
    variables = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_and_its_deployment_check_is_clean(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(development, "MARK", "Border service")
    keys = development.make_development_ca(tmp_path / "keys")
    named = {"SIGNING_P12": str(keys / "document.p12"), "SIGNING_P12_PASSWORD_FILE": str(keys / "password")}
    answer = start(**named)
    assert answer.returncode == 0, answer.stderr


def test_production_without_keys_is_told_before_it_starts() -> None:
    answer = start()
    assert answer.returncode != 0
    assert "SIGNING_P12" in answer.stderr


def test_production_refuses_the_development_ca(tmp_path: Path) -> None:
    keys = development.make_development_ca(tmp_path / "keys")
    answer = start(SIGNING_P12=str(keys / "document.p12"), SIGNING_P12_PASSWORD_FILE=str(keys / "password"))
    assert answer.returncode != 0
    assert "development CA" in answer.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DEMONSTRATION": "yes"}, "DEMONSTRATION"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"MASTER_KEY": None}, "MASTER_KEY"),
        ({"SITE_URL": "http://omuzgoh.example"}, "https://"),
    ],
)
def test_production_refuses(changes: dict[str, str | None], words: str) -> None:
    answer = start(**changes)
    assert answer.returncode != 0
    assert words in answer.stderr


def test_a_wrong_value_stops_the_start(monkeypatch) -> None:
    monkeypatch.setenv("HOW_MANY", "many")
    monkeypatch.setenv("REALLY", "perhaps")
    with pytest.raises(env.SettingError, match="HOW_MANY"):
        env.number("HOW_MANY", 1)
    with pytest.raises(env.SettingError, match="REALLY"):
        env.flag("REALLY")
    with pytest.raises(env.SettingError, match="NOT_THERE"):
        env.text("NOT_THERE")


def test_a_secret_comes_from_a_file(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n")
    monkeypatch.setenv("WORD_FILE", str(tmp_path / "secret"))
    assert env.secret("WORD") == "hidden"
