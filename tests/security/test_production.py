"""Production: it starts with real secrets only, its cookies belong to the host, and it asks for HTTPS everywhere."""

import base64
import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from config import env

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    "SITE_URL": "https://omuzgoh.example",
    "ALLOWED_HOSTS": "omuzgoh.example,testserver",
}
READ = """
import json
from config.settings import production as all
print(json.dumps({name: value for name, value in vars(all).items()
                  if name.isupper() and isinstance(value, (str, int, type(None), list, dict))},
                 default=str))
"""


def read(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the settings of production alone, which takes a third of a second."""
    variables = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def production() -> dict[str, object]:
    answer = read()
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-and-more"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, "SECRET_KEY"),
        ({"MASTER_KEY": ""}, "MASTER_KEY"),
        ({"MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}, "MASTER_KEY"),
        ({"MASTER_KEY": base64.b64encode(bytes(32)).decode()}, "MASTER_KEY"),
        ({"MASTER_KEY": base64.b64encode(secrets.token_bytes(16)).decode()}, "MASTER_KEY"),
        ({"MASTER_KEY": "not base64"}, "MASTER_KEY"),
        ({"MASTER_KEY_OLD": base64.b64encode(bytes(32)).decode()}, "MASTER_KEY_OLD"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": None}, "https://"),
        ({"DEMONSTRATION": "1"}, "DEMONSTRATION"),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE"),
    ],
)
def test_production_refuses_what_is_no_secret(changes: dict[str, str | None], words: str) -> None:
    answer = read(**changes)
    assert answer.returncode != 0
    assert words in answer.stderr
    for value in filter(None, changes.values()):
        assert len(value) < 20 or value not in answer.stderr  # what was given is never repeated


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    files = {}
    for name in ("SECRET_KEY", "MASTER_KEY"):
        path = tmp_path / name.lower()
        path.write_text(GOOD[name] + "\n")
        files[f"{name}_FILE"] = str(path)
    answer = read(SECRET_KEY=None, MASTER_KEY=None, **files)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["SECRET_KEY"] == GOOD["SECRET_KEY"]


def test_a_secret_of_a_file_goes_before_one_of_the_environment(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "pin"
    path.write_text("1234\n")
    monkeypatch.setenv("PIN", "wrong")
    monkeypatch.setenv("PIN_FILE", str(path))
    assert env.secret("PIN") == "1234"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(env.SettingError, match="PIN_FILE"):
        env.secret("PIN")


def test_nothing_of_a_trial_is_on(production) -> None:
    assert production["DEBUG"] is False
    assert production["DEMONSTRATION"] is False
    assert production["SIGNING_DEVELOPMENT_ALLOWED"] is False


def cookies_of(answer) -> dict[str, object]:
    return {
        name: (
            morsel["secure"],
            morsel["httponly"] or not morsel["max-age"],
            morsel["path"],
            morsel["domain"],
            morsel["samesite"],
        )
        for name, morsel in answer.cookies.items()
    }


def test_cookies_belong_to_the_host_and_go_over_https_alone(production, cast) -> None:
    names = [name for name in production if "COOKIE" in name or name.startswith("SECURE_")]
    cast.trainee.set_password("an-unusual-sentence-9")
    cast.trainee.must_change_password = False
    cast.trainee.save()
    with override_settings(**{name: production[name] for name in names if name != "SECURE_PROXY_SSL_HEADER"}):
        client = Client()
        door = client.get("/en/account/login/", secure=True)
        plain = client.get("/en/account/login/")
        given = client.post(
            "/en/account/login/", {"username": "TJ-100001", "password": "an-unusual-sentence-9"}, secure=True
        )
        said = client.post("/en/account/preferences/", {"language": "en", "calendar": "solar"}, secure=True)
    seen = {**cookies_of(door), **cookies_of(given), **cookies_of(said)}
    assert {"__Host-session", "__Host-csrf", "__Host-language", "__Host-messages"} <= seen.keys()
    for name, (secure, hidden, path, domain, same_site) in seen.items():
        assert name.startswith("__Host-"), name
        assert (secure, hidden, path, domain) == (True, True, "/", ""), name
        assert same_site in {"Lax", "Strict"}, name
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/en/account/login/")
    kept = dict(part.strip().partition("=")[::2] for part in door["Strict-Transport-Security"].split(";"))
    assert int(kept["max-age"]) >= 365 * 24 * 3600
    assert "includeSubDomains" in kept


SECRETS = re.compile(
    r"-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-"
)
KEY_FILES = {".p12", ".pfx", ".key", ".jks", ".kdbx", ".sqlite3"}


def test_no_secret_lies_in_the_repository() -> None:
    named = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    files = [ROOT / name for name in named.split("\0") if name]
    assert len(files) > 500
    assert [path for path in files if path.suffix in KEY_FILES or path.name.startswith(".env")] == []
    texts = [path for path in files if path.suffix in {".py", ".toml", ".md", ".txt", ".yml", ".json", ""}]
    found = [path for path in texts if path.is_file() and SECRETS.search(path.read_text("utf-8", errors="replace"))]
    assert found == []
    base = (ROOT / "config/settings/base.py").read_text(encoding="utf-8")
    assert re.findall(r'env\.secret\("\w+", "([^"]+)"\)', base) == []  # no secret has a default
