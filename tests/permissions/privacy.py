"""The permission table of personal data: copies, erasures, periods of keeping."""

import dataclasses
from typing import Any

from django.utils import timezone

from accounts.enums import ErasureKind
from accounts.models import DataCopy, ErasureRequest
from accounts.services import erasure
from accounts.services.data_copies import ask_copy, keep_copy
from tests.permissions.rows import ROLES, Row

SEES = dict.fromkeys(("instructor", "auditor", "administrator"), 403)
COPIES = dict.fromkeys(("trainee", "registrar", "head"), 302)
ASKS = {"reason": "asked for in writing"}
DECIDE = dict.fromkeys(("registrar", "head", "hr", "auditor", "administrator", "other_registrar", "other_head"), 200)


@dataclasses.dataclass(frozen=True)
class Setting:
    cast: Any
    copy: DataCopy
    request: ErasureRequest


def setting(cast: Any) -> Setting:
    now = timezone.now()
    copy = ask_copy(person=cast.trainee, language="tg", by=cast.trainee, at=now, address=None)
    keep_copy(copy=copy, files={"pdf": b"%PDF", "json": b"{}"}, at=now)
    request = erasure.ask(kind=ErasureKind.PERSON, person=cast.classmate, reason="asked for", by=cast.registrar, at=now)
    return Setting(cast, copy, request)


def trainee(s: Setting) -> dict[str, Any]:
    return {"pk": s.cast.trainee.pk}


def request(s: Setting) -> dict[str, Any]:
    return {"pk": s.request.pk}


ROWS = [
    Row("accounts:my_data", "GET", {}, otherwise=200),
    Row("accounts:my_data", "POST", dict.fromkeys(ROLES, 405)),
    Row(
        "accounts:data",
        "GET",
        SEES | dict.fromkeys(("trainee", "registrar", "head", "hr"), 200),
        otherwise=404,
        kwargs=trainee,
    ),
    Row("accounts:data", "POST", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row("accounts:copy_make", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row("accounts:copy_make", "POST", SEES | COPIES | {"hr": 403}, otherwise=404, kwargs=trainee),
    Row(
        "accounts:copy_file",
        "GET",
        {"trainee": 200},
        otherwise=404,
        kwargs=lambda s: {"pk": s.copy.pk, "kind": "json"},
    ),
    Row(
        "accounts:copy_file",
        "POST",
        dict.fromkeys(ROLES, 405),
        kwargs=lambda s: {"pk": s.copy.pk, "kind": "json"},
    ),
    Row("accounts:erasure_ask", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row(
        "accounts:erasure_ask",
        "POST",
        SEES | COPIES | {"hr": 302},
        otherwise=404,
        kwargs=trainee,
        data=lambda s: ASKS,
    ),
    Row("accounts:erasures", "GET", DECIDE),
    Row("accounts:erasures", "POST", dict.fromkeys(ROLES, 405)),
    Row("accounts:erasure_all", "GET", dict.fromkeys(ROLES, 405)),
    Row(
        "accounts:erasure_all",
        "POST",
        dict.fromkeys(("head", "other_head", "hr", "administrator"), 302),
        data=lambda s: ASKS,
    ),
    Row("accounts:erasure_confirm", "GET", dict.fromkeys(ROLES, 405), kwargs=request),
    Row(
        "accounts:erasure_confirm",
        "POST",
        dict.fromkeys(("head", "hr", "administrator"), 302) | {"other_head": 404},
        kwargs=request,
    ),
    Row("accounts:erasure_withdraw", "GET", dict.fromkeys(ROLES, 405), kwargs=request),
    Row(
        "accounts:erasure_withdraw",
        "POST",
        dict.fromkeys(("registrar", "head", "hr", "administrator"), 302) | {"auditor": 403},
        otherwise=404,
        kwargs=request,
    ),
    Row("accounts:retention", "GET", dict.fromkeys(("head", "other_head", "hr", "auditor", "administrator"), 200)),
    Row(
        "accounts:retention",
        "POST",
        {"administrator": 302},
        data=lambda s: {"code": "access_attempts", "days": "14"},
    ),
]
