"""Every form of the permission table: no act without our token, by another method, or with fields nobody asked for."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import RoleAssignment, User
from tests.permissions.test_permission_table import APPS, TABLES
from tests.security.fuzz import People, encoded, roles_that_may

pytestmark = pytest.mark.usefixtures("silence")

# Doors that take no token, because who sends has no session or an old page; each says in its code what it asks for.
WITHOUT_TOKEN = {
    "outbox:deliver",  # asks for JSON and our Origin
    "certificates:check",  # the public check knows nobody and sets no cookie
    "certificates:check_code",
    "certificates:check_file",
    "certificates:check_in_trust",
    "certificates:check_once",
}
STRANGERS = (
    "is_staff", "is_superuser", "is_active", "role", "roles", "centre", "centre_id", "person", "user", "user_id", "by",
    "owner", "created_by", "demonstration", "protected", "must_change_password", "password", "service_number", "pk",
    "id", "state", "status", "approved", "locked", "issued_at", "at", "groups", "user_permissions",
)  # fmt: skip
SENTINEL = "zz7731"


def rows_of(app: str, cast: Any, method: str) -> Iterator[tuple[Any, str, Any]]:
    """Yield the rows of a method, one an address, with it and the setting; what a row prepared goes again after it."""
    table = TABLES[app]
    setting, seen = table.setting(cast) if hasattr(table, "setting") else cast, set()
    for row in table.ROWS:
        if row.method != method or row.url in seen:
            continue
        seen.add(row.url)
        with transaction.atomic():
            with override("en"):
                url = reverse(row.url, kwargs=row.kwargs(setting))
            yield row, url, setting
            transaction.set_rollback(True)


@pytest.mark.parametrize("app", APPS)
def test_no_form_is_taken_without_our_token(app: str, cast) -> None:
    people, taken = People(cast), []
    for row, url, setting in rows_of(app, cast, "POST"):
        if row.url in WITHOUT_TOKEN:
            continue
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = people.client(roles_that_may(row)[0]).cookies
        answer = strict.post(url, row.data(setting))
        if answer.status_code not in {403, 405}:
            taken.append((row.url, answer.status_code))
    assert taken == []


@pytest.mark.parametrize("app", APPS)
def test_other_methods_do_nothing(app: str, cast) -> None:
    people, taken = People(cast), []
    posts = {row.url for row in TABLES[app].ROWS if row.method == "POST"}
    for row, url, _setting in rows_of(app, cast, "GET"):
        client = people.client(roles_that_may(row)[0])
        for method in ("PUT", "DELETE", "PATCH", "TRACE", *(() if row.url in posts else ("POST",))):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = client.generic(method, url)
            wrote = [
                one["sql"]
                for one in asked
                if re.match(r"INSERT|UPDATE|DELETE", one["sql"]) and "session" not in one["sql"]
            ]
            if answer.status_code not in {302, 403, 404, 405} or wrote:
                taken.append((method, row.url, answer.status_code, wrote))
    assert taken == []


def standing() -> list[Any]:
    """What nobody may change by a field that the form does not have."""
    people = User.objects.order_by("pk").values_list(
        "pk", "is_superuser", "is_active", "centre", "protected", "password"
    )
    roles = RoleAssignment.objects.order_by("user", "role", "valid_from").values_list(
        "user", "role", "centre", "valid_from", "valid_to"
    )
    return [*people, *roles]


def sent(
    client: Client, url: str, data: Callable[[], dict[str, Any]], more: dict[str, str]
) -> tuple[int, list[Any], list[str]]:
    """Return status, what stands afterwards and what was written with a stranger's value; then take it back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        pairs = [
            (name, one)
            for name, value in data().items()
            for one in (value if isinstance(value, list | tuple) else [value])
        ]
        answer = client.generic("POST", url, **encoded([*pairs, *more.items()]))
        after = standing()
        transaction.set_rollback(True)
    written = [one["sql"] for one in asked if not one["sql"].startswith("SELECT") and SENTINEL in one["sql"]]
    return answer.status_code, after, written


@pytest.mark.parametrize("app", APPS)
def test_fields_that_a_form_does_not_have_do_nothing(app: str, cast) -> None:
    people, wrong = People(cast), []
    for row, url, setting in rows_of(app, cast, "POST"):
        role = next((one for one in roles_that_may(row) if row.expected(one) in {200, 302}), None)
        if role is None or row.url in {"accounts:logout", "desk:seat"}:
            continue
        with transaction.atomic():
            known = set(row.data(setting))
            transaction.set_rollback(True)
        plain = sent(people.client(role), url, partial(row.data, setting), {})
        for value in (SENTINEL, "1"):
            more = {name: value for name in STRANGERS if name not in known}
            got = sent(people.client(role), url, partial(row.data, setting), more)
            if got[2] or (plain[0] == got[0] and loosely(plain[1]) != loosely(got[1])):
                wrong.append((row.url, value, got[2][:1], [one for one in got[1] if one not in plain[1]][:2]))
    assert wrong == []


def loosely(rows: list[Any]) -> list[Any]:
    """Rows without what is random in each: ids of people that were made, and hashes."""
    return sorted(str([value for value in row[1:] if "$" not in str(value) and str(value)[:1] != "!"]) for row in rows)
