"""The permission table of `desk`: homes for everybody who is logged in, doors only in the demonstration."""

from typing import Any

from django.utils import timezone

from desk.selectors.samples import SampleKind, Wanted
from desk.services.samples import draw_sample
from tests.permissions.rows import ROLES, Row

EVERYBODY = dict.fromkeys(ROLES, 404)


def a_sample(cast: Any) -> dict[str, Any]:
    today = timezone.localdate()
    wanted = Wanted(SampleKind.ROLES, today, today, None)
    return {"pk": draw_sample(wanted=wanted, size=3, seed="1", by=cast.auditor, at=timezone.now()).pk}


def days(_: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"kind": "roles", "size": "3", "since": today, "until": today}


ROWS = [
    Row("desk:door", "GET", {"nobody": 200}, otherwise=302),
    Row("desk:home", "GET", {}, otherwise=200),
    # the people of these tests are no people of the demonstration, so nobody sits in a seat
    Row("desk:seat", "POST", EVERYBODY, kwargs=lambda _: {"slug": "head"}),
    Row("desk:seat", "GET", dict.fromkeys(ROLES, 405), kwargs=lambda _: {"slug": "head"}),
    Row("desk:graduation", "GET", {"registrar": 404, "head": 404, "other_registrar": 404}),
    Row("desk:samples", "GET", {"auditor": 200}),
    Row("desk:samples", "POST", {"auditor": 302}, data=days),
    Row("desk:sample", "GET", {"auditor": 200}, kwargs=a_sample),
    Row("desk:sample", "POST", {"auditor": 405}, kwargs=a_sample),
    Row("desk:projects", "GET", {"observer": 200}),
    Row("desk:projects_download", "POST", {"observer": 200}),
    Row("desk:issue", "GET", {"registrar": 404, "head": 404, "other_registrar": 404}),
]
