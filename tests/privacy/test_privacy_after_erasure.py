"""After people were erased every page still opens, for everybody, and none of them shows the old number or name."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import ErasureKind
from accounts.models import User
from accounts.services import erasure
from tests.permissions.rows import ROLES
from tests.permissions.test_permission_table import LINES, TABLES

PAGES = [(app, row) for app, row in LINES if row.method == "GET" and 200 in {*row.statuses.values(), row.otherwise}]
ERASED = ("trainee", "afghan", "second_assessor")
OLD = ("TJ-100001", "AF-100003", "Шоҳиён", "زهرا")
# What an entry of the record of acts said at the time is not rewritten, and a cohort's device may hold its own number.
KEEPS = frozenset({"accounts:audit", "accounts:audit_export", "accounts:erasures"})


def erase(cast, name: str) -> None:
    now = timezone.now()
    person = User.objects.get(pk=getattr(cast, name).pk)
    request = erasure.ask(kind=ErasureKind.PERSON, person=person, reason="asked for", by=cast.registrar, at=now)
    erasure.confirm(request=request, by=cast.head, at=now)


@pytest.mark.parametrize("app", sorted({app for app, _ in PAGES}))
def test_pages_open_after_an_erasure(app: str, cast, django_capture_on_commit_callbacks) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    with override("en"):
        addresses = [(row, reverse(row.url, kwargs=row.kwargs(setting))) for row_app, row in PAGES if row_app == app]
    with django_capture_on_commit_callbacks(execute=True):
        for name in ERASED:
            erase(cast, name)
    wrong, shows = [], []
    clients = {role: cast.client(role) for role in ROLES if role not in ERASED}
    for row, address in addresses:
        name = row.url
        readers = [role for role in clients if row.expected(role) == 200]
        for role in {*readers[:1], *readers[-1:]}:  # every page, by two who may open it: the table asks all
            client = clients[role]
            with transaction.atomic():
                answer = client.get(address)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                wrong.append((name, role))
            text = b"" if answer.streaming else answer.content
            if name not in KEEPS and answer.status_code == 200 and any(old.encode() in text for old in OLD[:2]):
                shows.append((name, role))
            if answer.status_code == 200 and OLD[3].encode() in text:
                shows.append((name, role))
    assert wrong == []
    assert shows == []
