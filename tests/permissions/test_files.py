"""Whatever is no page: it says what it is, is kept by nobody else, and lies under no path that can be guessed."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from tests.permissions.rows import Row
from tests.permissions.test_permission_table import APPS, TABLES

READERS = ("head", "registrar", "instructor", "hr", "auditor", "editor", "trainee", "observer")
# Published for machines and for the page that checks certificates without a network: nothing in them is secret.
PUBLIC = {
    "issuer_keys", "issuer_did", "issuer_profile", "status_list", "check_off_line_manifest", "check_off_line_worker",
    "check_off_line_file", "outbox:worker",
}  # fmt: skip
SHOWN = ("text/html", "application/json", "image/")  # what a page takes in has no name as a file
OUTSIDE = (
    "/private/", "/media/../private/", "/media/%2e%2e/private/", "/static/../private/", "/keys/", "/backups/",
    "/media/..%5cprivate/", "/static/%2e%2e/%2e%2e/omuzgoh.sqlite3", "/omuzgoh.sqlite3", "/.git/config",
)  # fmt: skip


def wrong_headers(answer, row: Row) -> list[str]:
    kept, kind = answer.get("Cache-Control", ""), answer["Content-Type"]
    found = []
    if answer.get("X-Content-Type-Options") != "nosniff":
        found.append("nosniff")
    if row.url in PUBLIC:
        return found
    if not {"private", "no-store"} & {one.strip() for one in kept.split(",")}:
        found.append(f"Cache-Control: {kept}")
    if not kind.startswith(SHOWN) and "Content-Disposition" not in answer:
        found.append("Content-Disposition")
    return found


@pytest.mark.parametrize("app", APPS)
def test_answers_to_people_are_private_and_say_what_they_are(app: str, cast) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    wrong = []
    for row in table.ROWS:
        role = next((one for one in READERS if row.expected(one) == 200), "")
        if not role:
            continue
        with override("en"):
            url = reverse(row.url, kwargs=row.kwargs(setting))
        client = cast.client(role)
        with transaction.atomic():
            answer = client.post(url, row.data(setting)) if row.method == "POST" else client.get(url)
            transaction.set_rollback(True)
        if found := wrong_headers(answer, row):
            wrong.append((row.method, row.url, role, found))
    assert wrong == []


@pytest.mark.parametrize("address", OUTSIDE)
def test_nothing_private_lies_under_an_address(address: str, cast) -> None:
    folder = Path(settings.PRIVATE_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "secret.pdf").write_bytes(b"%PDF-1.7 secret")
    for role in ("nobody", "trainee", "administrator"):
        for url in (address, f"{address.rstrip('/')}/secret.pdf"):
            answer = cast.client(role).get(url, follow=True)
            data = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"%PDF-1.7 secret" not in data
            assert answer.status_code in {200, 403, 404}  # 200: the log-in page or the home one was sent to
            assert answer["Content-Type"].startswith("text/html")


def test_private_files_do_not_stand_in_a_folder_that_is_served() -> None:
    private = Path(settings.PRIVATE_ROOT).resolve()
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert not private.is_relative_to(Path(served).resolve())
        assert not Path(served).resolve().is_relative_to(private)
