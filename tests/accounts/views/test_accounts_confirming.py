"""Acts that matter ask again who one is, keep what was typed, and are remembered."""

import datetime
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.access import ConfirmationNeededError
from accounts.enums import Act, FactorKind, Role
from accounts.models import AuditEntry, RoleAssignment
from tests.factories.factors import app_code, make_app

CONFIRM = "/en/account/confirm/"
ROLE = {"role": "instructor", "centre": "KHO", "since": "2026-11-02", "until": ""}
LATER = datetime.timedelta(minutes=11)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as travelled:
        yield travelled


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_ten_minutes_after_the_last_proof_it_is_asked_again_and_nothing_typed_is_lost(cast, clock) -> None:
    make_app(cast.administrator)
    client, give = cast.client("administrator"), reverse("accounts:role_give", args=[cast.stranger.pk])
    clock.shift(LATER)
    answer = client.post(give, ROLE)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert f'action="{give}"' in page
    kept = {name: value for name, value in hidden(page).items() if name in ROLE}
    assert kept == ROLE
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not RoleAssignment.objects.filter(user=cast.stranger).exists()
    wrong = client.post(give, kept | {"confirm-code": "000000"})
    assert wrong.status_code == 422
    assert {name: value for name, value in hidden(wrong.content.decode()).items() if name in ROLE} == ROLE
    right = client.post(give, kept | {"confirm-code": app_code(cast.administrator)})
    assert right.url == reverse("accounts:person", args=[cast.stranger.pk])
    assert RoleAssignment.objects.filter(user=cast.stranger, role=Role.INSTRUCTOR).exists()
    entry = AuditEntry.objects.get(act=Act.CONFIRMED_AGAIN)
    assert (entry.actor, entry.new) == (cast.administrator, {"kind": "authenticator", "for": "accounts:role_give"})


def test_for_ten_minutes_it_is_not_asked_again(cast, clock) -> None:
    make_app(cast.administrator)
    client = cast.client("administrator")
    clock.shift(LATER)
    answer = client.post(CONFIRM, {"confirm-code": app_code(cast.administrator), "next": "/en/account/people/"})
    assert answer.url == "/en/account/people/"
    clock.shift(datetime.timedelta(minutes=9))
    assert client.post(reverse("accounts:role_give", args=[cast.stranger.pk]), ROLE).status_code == 302


def test_a_page_that_is_only_opened_leads_back_after_confirming(cast, clock) -> None:
    make_app(cast.instructor)
    client = cast.client("instructor")
    clock.shift(LATER)
    answer = client.get(reverse("accounts:factor_set_up"))
    assert answer.url == f"{CONFIRM}?next=%2Fen%2Faccount%2Ffactor%2Fset-up%2F"
    assert 'value="/en/account/factor/set-up/"' in client.get(answer.url).content.decode()


def test_it_leads_to_this_site_only(cast, clock) -> None:
    make_app(cast.head)
    client = cast.client("head")
    answer = client.post(CONFIRM, {"confirm-code": app_code(cast.head), "next": "//elsewhere.example/"})
    assert answer.url == "/en/home/"


def test_who_has_no_factor_gives_the_password(cast, clock) -> None:
    """Trainees make one-time links for their withheld certificates."""
    cast.trainee.set_password("семь мостов Хорога")
    cast.trainee.save()
    client = Client()
    client.post("/en/account/login/", {"username": cast.trainee.service_number, "password": "семь мостов Хорога"})
    clock.shift(LATER)
    page = client.get(CONFIRM).content.decode()
    assert 'type="password"' in page
    assert client.post(CONFIRM, {"confirm-code": "something else"}).status_code == 422
    assert client.post(CONFIRM, {"confirm-code": "семь мостов Хорога"}).status_code == 302
    assert AuditEntry.objects.get(act=Act.CONFIRMED_AGAIN).new["kind"] == FactorKind.PASSWORD


def test_a_password_is_no_factor_for_who_has_one(cast, clock) -> None:
    make_app(cast.head)
    cast.head.set_password("семь мостов Хорога")
    cast.head.save()
    client = cast.client("head")
    clock.shift(LATER)
    assert client.post(CONFIRM, {"confirm-code": "семь мостов Хорога"}).status_code == 422


def test_ten_wrong_codes_end_the_session(cast, clock) -> None:
    make_app(cast.head)
    client = cast.client("head")
    for _ in range(10):
        clock.shift(301)
        answer = client.post(CONFIRM, {"confirm-code": "00000000"})
    assert answer.url == "/en/account/login/"
    assert client.get("/en/home/").status_code == 302


def test_the_demonstration_shows_its_code(cast, clock) -> None:
    cast.head.demonstration = True
    cast.head.save()
    client = cast.client("head")
    clock.shift(LATER)
    assert "123456" in client.get(CONFIRM).content.decode()
    assert client.post(CONFIRM, {"confirm-code": "123456"}).status_code == 302


def test_another_role_is_refused_without_being_asked(cast, clock) -> None:
    client = cast.client("instructor")
    clock.shift(LATER)
    answer = client.post(reverse("accounts:role_give", args=[cast.stranger.pk]), ROLE)
    assert answer.status_code == 403
    assert b"confirm-code" not in answer.content


def views(patterns, namespace: str = ""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern.callback


def test_what_asks_again() -> None:
    """Issuing, replacing, revoking, roles, exports of names, one-time links, and the factors themselves."""
    asks = {name for name, view in views(get_resolver().url_patterns) if getattr(view, "confirms", False)}
    assert asks >= {
        "certificates:issue", "certificates:replace", "certificates:revoke", "certificates:make_link",
        "certificates:register_export", "certificates:register_paper", "certificates:list_download",
        "attendance:download", "attendance:day_download", "accounts:role_give", "accounts:role_end",
        "accounts:factor_set_up", "accounts:factor_reset", "accounts:code_card", "accounts:backup_codes",
        "accounts:passkey_add", "accounts:passkey_remove", "accounts:device_end", "accounts:devices_end",
    }  # fmt: skip


def test_without_the_middleware_it_is_refused() -> None:
    assert issubclass(ConfirmationNeededError, PermissionDenied)
