import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from accounts.services.audit import remember

AUDIT = "/en/account/audit/"


def shown(cast, role, **asked):
    answer = cast.client(role).get(AUDIT, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def body(text):
    return text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_head_sees_the_own_centre_an_auditor_everything(cast):
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    remember(act=Act.PERSON_ADDED, by=cast.other_registrar, subject=cast.stranger, centre=cast.panj)
    for role in ("auditor", "administrator"):
        text = body(shown(cast, role, act=Act.PERSON_ADDED))
        assert "TJ-100001" in text
        assert "TJ-999999" in text
    text = body(shown(cast, "head", act=Act.PERSON_ADDED))
    assert "TJ-100001" in text
    assert "TJ-999999" not in text


def test_filters(cast):
    remember(act=Act.PASSWORD_SLIP, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    remember(act=Act.PERSON_ADDED, by=cast.head, subject=cast.classmate, centre=cast.khorog)
    assert "TJ-100002" not in body(shown(cast, "auditor", act=Act.PASSWORD_SLIP))
    assert "TJ-100002" not in body(shown(cast, "auditor", number="tj-100001"))
    assert "TJ-100001" in body(shown(cast, "auditor", number="kho-r1", act=Act.PASSWORD_SLIP))
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    assert "TJ-100001" in body(shown(cast, "auditor", since=str(today), until=today.strftime("%d.%m.%Y")))
    assert "Nothing was found" in shown(cast, "auditor", since=str(tomorrow))
    assert "Nothing was found" in shown(cast, "auditor", number="NOBODY-1")


def test_a_wrong_date_is_said_and_kept(cast):
    answer = cast.client("auditor").get(AUDIT, {"since": "yesterday"})
    assert answer.status_code == 422
    assert "This is not a date." in answer.content.decode()
    assert 'value="yesterday"' in answer.content.decode()


def test_an_auditor_reads_numbers_never_protected_names(cast):
    remember(act=Act.PERSON_LOOKED_UP, by=cast.hr, subject=cast.afghan, centre=cast.khorog)
    text = shown(cast, "auditor")
    assert "AF-100003" in text
    assert "زهرا" not in text
    assert "ZAHRA" not in text


def test_the_trail_costs_the_same_for_few_and_many_and_has_pages(cast):
    client = cast.client("auditor")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(AUDIT).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for _ in range(60):
        remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    assert queries() == few
    assert few <= 8
    assert "Page 1 of" in client.get(AUDIT).content.decode()
    AuditEntry.objects.get_queryset()
