"""Role × method × address × status. An address of ours without a row fails."""

import copy
import importlib
from types import ModuleType

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests.permissions.rows import ROLES, Row

APPS = (
    *("accounts", "courses", "attendance", "assessments", "certificates", "cms", "desk", "outbox", "device"),
    "privacy",  # of `accounts`
)
TABLES: dict[str, ModuleType] = {app: importlib.import_module(f"tests.permissions.{app}") for app in APPS}
LINES = [(app, row) for app, table in TABLES.items() for row in table.ROWS]


def status_of(client: Client, row: Row, setting: object) -> int:
    """Return what the row answers; everything that was done is taken back, the client stays logged in."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        with override("en"):
            url = reverse(row.url, kwargs=row.kwargs(setting))
        answer = client.post(url, row.data(setting)) if row.method == "POST" else client.generic(row.method, url)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code


@pytest.mark.parametrize("app", APPS)
def test_each_role_gets_its_status(app: str, cast) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    wrong = []
    for role in ROLES:
        client = cast.client(role)
        for row in table.ROWS:
            got, wanted = status_of(client, row, setting), row.expected(role)
            if got != wanted:
                wrong.append(f"{row.method} {row.url} as {role}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def names(patterns, namespace: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return found


def test_every_address_of_ours_has_a_row() -> None:
    ours = {name for name in names(get_resolver().url_patterns) if name.split(":")[0] in APPS}
    assert ours - {row.url for _, row in LINES} == set()


def admin_addresses() -> list[str]:
    """Wagtail's admin pages that need no argument."""
    resolver = next(p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == "cms/")
    plain = set()

    def walk(patterns, prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif not any(sign in route for sign in "<(?\\["):
                plain.add("/" + route)

    walk(resolver.url_patterns, "cms/")
    return sorted(plain)


# Pages of Wagtail that everybody may open: its log-in page (which leads to ours), scripts' words, and the way out.
OPEN_TO_ALL = ("/cms/login/", "/cms/logout/", "/cms/jsi18n/", "/cms/sprite/", "/cms/password_reset")


def test_wagtail_opens_only_to_its_roles(cast) -> None:
    addresses = [url for url in admin_addresses() if not url.startswith(OPEN_TO_ALL)]
    assert len(addresses) > 30
    wrong = []
    for role in ROLES:
        if role in {"editor", "translator", "administrator"}:
            continue
        client = cast.client(role)
        for url in addresses:
            answer = client.get(url)
            if answer.status_code not in {302, 403, 404, 405}:
                wrong.append((role, url, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ["editor", "translator", "administrator"])
def test_wagtail_opens_to_its_roles(role: str, cast) -> None:
    assert cast.client(role).get("/cms/").status_code == 200


@pytest.mark.parametrize("role", ["editor", "translator", "administrator"])
def test_wagtails_own_user_and_group_screens_are_closed(role: str, cast) -> None:
    client = cast.client(role)
    assert client.get("/cms/users/").status_code in {403, 404, 302}
    assert client.get("/cms/groups/").status_code in {403, 404, 302}
