"""Protected names are opened for named roles only: every page of everybody else is read, and who opens is a list."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from tests.permissions.test_permission_table import TABLES
from tests.privacy.test_privacy_after_erasure import PAGES

ROOT = Path(__file__).parents[2]
# Those who may not: they see the service number.
OTHERS = (
    *("auditor", "administrator", "editor", "translator", "observer", "stranger", "classmate"),
    *("other_instructor", "other_registrar", "other_head"),
)
NAMES = ("زهرا", "ZAHRA", "غلام علی")

# The modules that open what is sealed, or hold the keys. A further one needs a reason that a reader believes.
OPENERS = {
    "accounts/selectors/names.py": "the one module that opens names",
    "accounts/selectors/sealed.py": "lists that wait, and the blind index",
    "accounts/selectors/imports.py": "an uploaded list of people",
    "accounts/selectors/people.py": "a person's own names with their history, for who may read them",
    "accounts/selectors/data_copy.py": "the person's own copy",
    "accounts/services/names.py": "seals",
    "accounts/services/name_index.py": "hashes words anew",
    "accounts/services/free_texts.py": "takes the words of a name out of texts",
    "accounts/services/erasing.py": "takes the words of a name out of texts, and destroys the key",
    "accounts/services/erasure.py": "destroys keys",
    "accounts/services/data_copies.py": "keeps and opens copies",
    "accounts/services/factors.py": "keys of authenticator apps, not of people's names",
    "accounts/domain/key_store.py": "keeps keys",
    "accounts/domain/key_change.py": "wraps keys under another master key",
    "accounts/services/master_key.py": "wraps keys under another master key, and keys of authenticator apps",
    "accounts/selectors/factors.py": "keys of authenticator apps, not of people's names",
    "accounts/selectors/pins.py": "keys to which devices seal claims",
    "accounts/domain/sealing.py": "seals and opens",
    "certificates/selectors/papers.py": "names on a certificate, which its callers guard",
    "certificates/selectors/past.py": "lines of past registers",
    "certificates/selectors/list_checks.py": "lists that HR compares",
    "certificates/selectors/check_papers.py": "a line of a past register beside the paper",
    "certificates/selectors/enquiries.py": "what HR asked and the centre answered",
    "certificates/services/erasing.py": "finds lines about a person who is erased",
    "certificates/services/files.py": "the PDF of a certificate",
    "certificates/services/private_files.py": "scans and replies",
}
OPENS = re.compile(r"\b(open_bytes|open_name|open_draft|unseal|key_store|KeyStore)\(")


@pytest.mark.parametrize("app", sorted({app for app, _ in PAGES}))
def test_others_read_no_protected_name(app: str, cast) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    shows = []
    for role in OTHERS:
        client = cast.client(role)
        for row_app, row in PAGES:
            if row_app != app or (role not in row.statuses and row.otherwise != 200):
                continue
            with override("en"):
                address = reverse(row.url, kwargs=row.kwargs(setting))
            with transaction.atomic():
                answer = client.get(address)
                transaction.set_rollback(True)
            if answer.status_code == 200 and not answer.streaming:
                shows += [(row.url, role, name) for name in NAMES if name.encode() in answer.content]
    assert shows == []


def test_only_these_modules_open_what_is_sealed() -> None:
    found = {
        str(path.relative_to(ROOT))
        for app in ("desk", "cms", "certificates", "assessments", "attendance", "courses", "accounts", "foundation")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and OPENS.search(path.read_text("utf-8"))
    }
    calls_its_own = {"certificates/selectors/console.py"}  # named the same, opens nothing
    assert found - calls_its_own - set(OPENERS) == set()
