"""What the permission table must say as a whole: other centres, roles that have ended, roles that only read."""

import datetime

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.access import BACKEND
from accounts.enums import READ_ONLY
from accounts.models import RoleAssignment, User
from tests.permissions.rows import SHARED, nothing
from tests.permissions.test_permission_table import APPS, LINES, TABLES

ELSEWHERE = ("other_instructor", "other_registrar", "other_head")
ENDED = (
    "instructor", "registrar", "head", "hr", "editor", "translator", "auditor", "administrator", "observer",
    "invigilator", "duty_officer", "commission_member",
)  # fmt: skip
CLOSED = {302, 403, 404, 405}
# What somebody without any role may send: the way in and out, own settings, checks that are open to the public.
OPEN_TO_ALL = {
    row.url for _app, row in LINES if row.method != "GET" and row.expected("stranger") not in {403, 404, 405}
}
# The own second factor, which people above trainees have.
OPEN_TO_ALL |= {"accounts:factor", "accounts:factor_set_up", "accounts:passkey_add", "accounts:backup_codes"}
# What an auditor sends to read: files, searches by name, a certificate that is opened with a reason. All is remembered.
ASKED_FOR = {
    "attendance:download", "attendance:day_download", "attendance:charts_download", "attendance:cohort_charts_download",
    "attendance:history_download", "assessments:statistics_download", "certificates:register_export",
    "certificates:certificate", "accounts:audit_export", "accounts:people", "certificates:search", "desk:samples",
}  # fmt: skip
# Rows that say who read or tried something: they may grow when somebody only reads.
TRACES = {"AuditEntry", "VerificationRecord", "CheckCount", "AuditBatch", "AuditLink"}
OURS = ("accounts", "courses", "attendance", "assessments", "certificates", "cms", "jobs", "outbox")


def test_what_belongs_to_a_centre_is_closed_to_another() -> None:
    rows = [row for _, row in LINES if row.kwargs is not nothing and row.url not in SHARED]
    answers = [(row.method, row.url, role, row.expected(role)) for row in rows for role in ELSEWHERE]
    assert len(answers) > 500
    assert [one for one in answers if one[-1] not in {403, 404, 405}] == []


@pytest.mark.parametrize("app", APPS)
def test_roles_that_ended_yesterday_open_nothing(app: str, cast) -> None:
    """Who held a role until yesterday gets what somebody without a role gets."""
    table = TABLES[app]
    people = {role: getattr(cast, role) for role in ENDED}
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    ready = [(row, row.kwargs(setting)) for row in table.ROWS if row.method == "GET"]
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    RoleAssignment.objects.filter(user__in=people.values()).update(valid_to=yesterday)
    User.objects.filter(pk__in=[person.pk for person in people.values()]).update(is_superuser=False)
    wrong = []
    for role, person in people.items():
        client = cast.client(role)
        client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
        for row, kwargs in ready:
            with override("en"):
                url = reverse(row.url, kwargs=kwargs)
            with transaction.atomic():
                status = client.get(url).status_code
                transaction.set_rollback(True)
            if status not in CLOSED and status != row.expected("stranger"):
                wrong.append((role, row.url, status))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(READ_ONLY))
def test_who_only_reads_sends_nothing_that_is_taken(role: str) -> None:
    taken = {
        row.url
        for _app, row in LINES
        if row.method != "GET" and row.expected(role) not in {403, 404, 405} and row.url not in OPEN_TO_ALL
    }
    wanted = {"auditor": ASKED_FOR, "observer": {"desk:projects_download"}}
    assert taken == wanted.get(role, set())


@pytest.mark.parametrize("app", APPS)
def test_no_row_changes_when_an_auditor_sends_something(app: str, cast) -> None:
    table = TABLES[app]
    client = cast.client("auditor")
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    models = [
        model
        for name in OURS
        for model in apps.get_app_config(name).get_models()
        if model.__name__ not in TRACES and not model._meta.proxy
    ]
    changed = []
    for row in table.ROWS:
        if row.method == "GET" or row.url in OPEN_TO_ALL:
            continue
        with override("en"):
            url = reverse(row.url, kwargs=row.kwargs(setting))
        data = row.data(setting)
        before = {model.__name__: model._base_manager.count() for model in models}
        with transaction.atomic():
            client.post(url, data) if row.method == "POST" else client.generic(row.method, url)
            after = {model.__name__: model._base_manager.count() for model in models}
            transaction.set_rollback(True)
        if before != after:
            changed.append((row.url, [name for name in after if after[name] != before[name]]))
    assert changed == []
