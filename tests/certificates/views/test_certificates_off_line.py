"""The addresses of the page for days without a network: a policy of hashes, no cookie, keys and lists inside."""

import base64
import hashlib
import json
import re

import pytest
from django.test import Client

from certificates.models import IssuerKey
from tests.factories.certificates import issued_all


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def body(answer) -> str:
    return answer.content.decode()


def parts(page: str) -> tuple[str, str, dict]:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return style, script, json.loads(data)


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_runs_its_own_script_and_nothing_else(db, visitor) -> None:
    for answer in (visitor.get("/C/"), visitor.get("/C/file/")):
        page = body(answer)
        style, script, _data = parts(page)
        written = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        policy = written[0].replace("&#x27;", "'") if written else answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert f"script-src {hashed(script)};" in policy
        assert f"style-src {hashed(style)};" in policy
        assert "unsafe" not in policy
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "://" not in script.replace("https?://", "")
    assert "attachment" in visitor.get("/C/file/")["Content-Disposition"]
    assert 'rel="manifest"' not in body(visitor.get("/C/file/"))


def test_it_carries_public_keys_and_lists(cast, visitor) -> None:
    issued_all(cast)
    data = parts(body(visitor.get("/C/")))[2]
    kids = {row.kid for row in IssuerKey.objects.exclude(purpose="document")}
    assert {key["kid"] for key in data["keys"]} == kids
    assert all("d" not in key for key in data["keys"])
    assert set(data["lists"]) == {"1/revocation", "1/refresh"}
    assert set(data["words"]) == {"tg", "fa-af", "ru", "en"}
    for secret in ("Каримзода", "KARIMZODA", "TJ-100001"):
        assert secret not in json.dumps(data, ensure_ascii=False)


def test_worker_and_manifest(db, visitor) -> None:
    worker = visitor.get("/C/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "respondWith" in body(worker)
    assert json.loads(body(visitor.get("/C/app.webmanifest")))["scope"] == "/C/"
