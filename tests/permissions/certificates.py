"""Who reaches which address of certificates."""

import dataclasses
import uuid
from typing import Any

from django.utils import timezone

from certificates.models import Batch, Certificate
from tests.factories.accounts import make_person
from tests.factories.certificates import certificate_of, graduate, issued_all, prepare
from tests.factories.courses import enrol, make_cohort
from tests.permissions import graduation, registers
from tests.permissions.rows import ROLES, Row


@dataclasses.dataclass
class Setting:
    cast: Any
    certificate: Certificate
    batch: Batch
    graduating: Any  # a cohort with somebody ready


def setting(cast: Any) -> Setting:
    issued_all(cast)
    cohorts = []
    for _ in range(2):
        cohort = make_cohort(centre=cast.khorog)
        (enrolment,) = enrol(cohort, make_person(centre=cast.khorog), by=cast.registrar)
        graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
        cohorts.append(cohort)
    return Setting(cast, certificate_of(cast.trainee), prepare(cohorts[0], cast.registrar, number="7"), cohorts[1])


def certificate(s: Setting) -> dict[str, Any]:
    return {"pk": s.certificate.pk}


def withheld(s: Setting) -> dict[str, Any]:
    return {"pk": certificate_of(s.cast.afghan).pk}


def link(s: Setting) -> dict[str, Any]:
    return {**withheld(s), "link": uuid.uuid4()}


def batch(s: Setting) -> dict[str, Any]:
    return {"pk": s.batch.pk}


def cohort(s: Setting) -> dict[str, Any]:
    return {"pk": s.graduating.pk}


def order(_s: Setting) -> dict[str, Any]:
    return {"order_number": "8", "order_date": str(timezone.localdate()), "category": "error"}


def preparation(_s: Setting) -> dict[str, Any]:
    return {
        "pk": uuid.uuid4(),
        "order_number": "9",
        "order_date": str(timezone.localdate()),
        "effective_on": str(timezone.localdate()),
        "second_language": "ru",
    }


EVERYBODY = dict.fromkeys(ROLES, 200)
KEEPING = {"registrar": 200, "head": 200, "auditor": 200, "administrator": 200, "other_registrar": 404}
TRYING = {"registrar": 200, "head": 200, "auditor": 200, "administrator": 200, "other_registrar": 200}
OFFICES = {"registrar": 200, "head": 200, "hr": 200, "auditor": 200, "administrator": 200, "other_registrar": 200}
READING = {"trainee": 200, "registrar": 200, "head": 200, "hr": 200, "auditor": 200, "administrator": 200}
WITHHELD = {"hr": 200, "registrar": 403, "head": 403, "auditor": 403, "administrator": 403}

ROWS: list[Row] = [
    Row("issuer_keys", "GET", EVERYBODY),
    Row("issuer_did", "GET", EVERYBODY),
    Row("issuer_profile", "GET", EVERYBODY),
    Row("status_list", "GET", EVERYBODY, kwargs=lambda _s: {"number": 1, "purpose": "revocation"}),
    Row("certificates:folder", "GET", EVERYBODY),
    Row("certificates:folder_paper", "GET", dict.fromkeys(ROLES, 404), kwargs=lambda _s: {"slug": "one"}),
    Row("certificates:mine", "GET", {}, otherwise=200),
    Row("certificates:graduation", "GET", KEEPING, kwargs=cohort),
    Row("certificates:prepare", "POST", {"registrar": 302, "other_registrar": 404}, kwargs=cohort, data=preparation),
    Row("certificates:batch", "GET", KEEPING, kwargs=batch),
    Row("certificates:issue", "POST", {"head": 302}, kwargs=batch),
    Row("certificates:cancel_batch", "POST", {"registrar": 302, "head": 302, "other_registrar": 404}, kwargs=batch),
    *graduation.ROWS,
    *registers.ROWS,
    Row("certificates:certificate", "GET", READING, otherwise=404, kwargs=certificate),
    Row(
        "certificates:certificate",
        "POST",
        {**READING, "trainee": 403},
        otherwise=404,
        kwargs=certificate,
        data=lambda _s: {"name": "Каримзода Далер"},
    ),
    Row("certificates:file", "GET", READING, otherwise=404, kwargs=certificate),
    Row("certificates:annex", "GET", READING, otherwise=404, kwargs=certificate),
    Row("certificates:design", "GET", TRYING, kwargs=lambda _s: {"code": "medallion"}),
    Row("certificates:revoke", "GET", {"head": 200, "hr": 200}, kwargs=certificate),
    Row("certificates:revoke", "POST", {"head": 302, "hr": 302}, kwargs=certificate, data=order),
    Row("certificates:replace", "GET", {"head": 200}, kwargs=certificate),
    Row("certificates:replace", "POST", {"head": 422}, kwargs=certificate, data=order),
    Row("certificates:check", "GET", EVERYBODY),
    Row("certificates:check_code", "GET", EVERYBODY, kwargs=lambda s: {"code": s.certificate.code}),
    Row(
        "certificates:check_code",
        "POST",
        EVERYBODY,
        kwargs=lambda s: {"code": s.certificate.code},
        data=lambda _s: {"name": "Каримзода Далер"},
    ),
    Row("certificates:check_file", "GET", dict.fromkeys(ROLES, 302)),
    Row("certificates:check_file", "POST", dict.fromkeys(ROLES, 422)),
    Row("certificates:check_in_trust", "GET", EVERYBODY),
    Row("certificates:check_in_trust", "POST", dict.fromkeys(ROLES, 422)),
    Row("certificates:check_once", "GET", EVERYBODY, kwargs=lambda _s: {"token": "none"}),
    Row(
        "certificates:check_once", "POST", EVERYBODY, kwargs=lambda _s: {"token": "none"}, data=lambda _s: {"name": "x"}
    ),
    # of the withheld certificate of the cast's Afghan trainee, who is none of the roles: HR alone
    Row("certificates:withheld", "GET", WITHHELD, otherwise=404, kwargs=withheld),
    Row("certificates:phrase", "POST", {**WITHHELD, "hr": 403}, otherwise=404, kwargs=withheld),
    Row("certificates:remove_phrase", "POST", {**WITHHELD, "hr": 403}, otherwise=404, kwargs=withheld),
    Row("certificates:make_link", "POST", WITHHELD, otherwise=404, kwargs=withheld, data=lambda _s: {"days": "7"}),
    Row("certificates:withdraw_link", "POST", {**WITHHELD, "hr": 404}, otherwise=404, kwargs=link),
]
