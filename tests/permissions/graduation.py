"""Who reaches which address of the graduation desk."""

import datetime
from typing import Any

from django.utils import timezone

from tests.permissions.rows import Row

KEEPERS = {"registrar": 200, "head": 200, "other_registrar": 404}
KEEPING = {**KEEPERS, "auditor": 200, "administrator": 200}
PREPARED = {"registrar": 302, "head": 302, "other_registrar": 404}


def graduating(s: Any) -> dict[str, Any]:
    return {"pk": s.graduating.pk}


def prepared(s: Any) -> dict[str, Any]:
    return {"pk": s.batch.pk}


def signed(s: Any) -> dict[str, Any]:
    return {"signed": [str(s.graduating.enrolments.get().pk)]}


def nobody_signs(_s: Any) -> dict[str, Any]:
    return {"s1-person": "", "s2-person": ""}


def nobody_ready(_s: Any) -> dict[str, Any]:
    today = str(timezone.localdate() - datetime.timedelta(days=1))
    return {"order_number": "", "order_date": today}


ROWS: list[Row] = [
    Row("certificates:names", "GET", KEEPERS, kwargs=graduating),
    Row("certificates:names", "POST", {**KEEPERS, "registrar": 422, "head": 422}, kwargs=graduating, data=signed),
    Row("certificates:names_sheet", "GET", KEEPERS, kwargs=graduating),
    Row("certificates:attendance", "GET", KEEPING, kwargs=graduating),
    Row(
        "certificates:attendance",
        "POST",
        {"registrar": 422, "other_registrar": 404, "other_head": 404},
        kwargs=graduating,
        data=nobody_ready,
    ),
    Row("certificates:signatories", "GET", KEEPERS, kwargs=prepared),
    Row("certificates:signatories", "POST", PREPARED, kwargs=prepared, data=nobody_signs),
    Row("certificates:calling_list", "GET", KEEPERS, kwargs=prepared),
    Row("certificates:receipt_sheet", "GET", KEEPERS, kwargs=prepared),
    Row("certificates:anomalies", "GET", {"auditor": 200, "administrator": 200}),
    Row(
        "certificates:expiring",
        "GET",
        {"registrar": 200, "head": 200, "hr": 200, "auditor": 200, "administrator": 200, "other_registrar": 200},
    ),
    Row("certificates:evidence", "GET", KEEPING, kwargs=lambda s: {"pk": s.certificate.pk}),
]
