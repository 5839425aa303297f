"""The permission table of `accounts`."""

import dataclasses
import datetime
import uuid
from typing import Any

from django.utils import timezone

from accounts.models import ImportDraft, PersonPhoto, RoleAssignment
from accounts.services.imports import keep_draft
from accounts.services.photos import keep_photo
from tests.factories.accounts import make_picture
from tests.permissions.rows import ROLES, Row

EVERYBODY = dict.fromkeys(ROLES, 200)
STAFF = dict.fromkeys(
    ("instructor", "registrar", "head", "hr", "auditor", "administrator", "other_instructor", "other_registrar"), 200
)
LIST_MAKERS = dict.fromkeys(("registrar", "head", "other_registrar"), 200)
# Who sees the trainee of Khorog: the person, the centre's staff, national roles; for others the page does not exist.
SEES_TRAINEE = dict.fromkeys(("trainee", "instructor", "registrar", "head", "hr", "auditor", "administrator"), 200)
ENDS_SESSIONS = dict.fromkeys(SEES_TRAINEE, 403) | dict.fromkeys(("trainee", "head", "administrator"), 302)
NAME = {"surname": "Каримов", "given_name": "Далер", "father_name": "", "reason": "as in the passport"}
ROLE = {"role": "hr", "since": "2026-11-02"}
END = {"last_day": "2099-12-31", "reason": "moved away"}
LIST = "service_number;surname;given_name;sex;birth_date;service\nTJ-4711;Каримов;Далер;m;1999-03-14;BFT".encode()


@dataclasses.dataclass(frozen=True)
class Setting:
    cast: Any
    draft: ImportDraft
    photo: PersonPhoto


def setting(cast: Any) -> Setting:
    at = timezone.now() + datetime.timedelta(seconds=1)
    draft = keep_draft(data=LIST, suffix=".csv", centre=cast.khorog, by=cast.registrar, at=at)
    photo = keep_photo(person=cast.trainee, data=make_picture(), by=cast.registrar, at=at)
    return Setting(cast, draft, photo)


def trainee(s: Setting) -> dict[str, Any]:
    return {"pk": s.cast.trainee.pk}


def role_of_trainee(s: Setting) -> dict[str, Any]:
    return {"pk": RoleAssignment.objects.get(user=s.cast.trainee).pk}


def draft(s: Setting) -> dict[str, Any]:
    return {"pk": s.draft.pk}


def room(s: Setting) -> dict[str, Any]:
    return {"code": "KHO", "pk": s.cast.khorog.rooms.get(code="1").pk}


def instructor(s: Setting) -> dict[str, Any]:
    return {"pk": s.cast.instructor.pk}


# Whoever holds a role above trainee has a second factor; others have none to look after.
WITHOUT_FACTOR = ("nobody", "stranger", "trainee")
FACTORED = dict.fromkeys([role for role in ROLES if role not in WITHOUT_FACTOR], 200)

ROWS = [
    Row("accounts:factor", "GET", {}, otherwise=302),
    Row("accounts:factor", "POST", {}, otherwise=302),
    Row("accounts:factor_set_up", "GET", FACTORED),
    Row("accounts:factor_set_up", "POST", dict.fromkeys(FACTORED, 422)),
    Row("accounts:factors", "GET", FACTORED),
    Row("accounts:factors", "POST", dict.fromkeys(ROLES, 405)),
    Row("accounts:backup_codes", "GET", dict.fromkeys(ROLES, 405)),
    Row("accounts:backup_codes", "POST", FACTORED),
    Row("accounts:passkey_add", "GET", dict.fromkeys(ROLES, 405)),
    Row("accounts:passkey_add", "POST", dict.fromkeys(FACTORED, 302)),
    Row("accounts:passkey_remove", "POST", {}, otherwise=404, kwargs=lambda s: {"pk": uuid.uuid4()}),
    Row("accounts:confirm", "GET", {}, otherwise=200),
    Row("accounts:confirm", "POST", {}, otherwise=422),
    Row("accounts:factor_reset", "GET", dict.fromkeys(ROLES, 405), kwargs=instructor),
    Row(
        "accounts:factor_reset",
        "POST",
        {"head": 200, "other_head": 404},
        kwargs=instructor,
        data=lambda s: {"why": "lost"},
    ),
    Row("accounts:code_card", "GET", dict.fromkeys(ROLES, 405), kwargs=instructor),
    Row(
        "accounts:code_card",
        "POST",
        {"head": 200, "registrar": 200, "other_head": 404, "other_registrar": 404},
        kwargs=instructor,
    ),
    Row("accounts:pin", "GET", {"instructor": 200, "other_instructor": 200}),
    Row("accounts:pin", "POST", {"instructor": 422, "other_instructor": 422}),
    Row("accounts:login", "GET", {"nobody": 200}, otherwise=302),
    Row("accounts:login", "POST", dict.fromkeys(ROLES, 422)),
    Row("accounts:logout", "GET", dict.fromkeys(ROLES, 405)),
    Row("accounts:logout", "POST", dict.fromkeys(ROLES, 302)),
    Row("accounts:language", "GET", dict.fromkeys(ROLES, 405)),
    Row("accounts:language", "POST", dict.fromkeys(ROLES, 302), data=lambda s: {"language": "ru"}),
    Row("accounts:devices", "GET", {}, otherwise=200),
    Row("accounts:devices", "POST", dict.fromkeys(ROLES, 405)),
    Row("accounts:device_end", "POST", {}, otherwise=404, kwargs=lambda s: {"pk": uuid.UUID(int=1)}),
    Row("accounts:devices_end", "GET", dict.fromkeys(ROLES, 405)),
    Row("accounts:devices_end", "POST", {}, otherwise=302),
    Row("accounts:sessions_end", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row("accounts:sessions_end", "POST", ENDS_SESSIONS, otherwise=404, kwargs=trainee),
    Row("accounts:preferences", "GET", {}, otherwise=200),
    Row("accounts:preferences", "POST", {}, otherwise=302, data=lambda s: {"language": "ru", "calendar": "solar"}),
    Row("accounts:password", "GET", {}, otherwise=200),
    Row("accounts:password", "POST", {}, otherwise=422),
    Row("accounts:people", "GET", STAFF),
    Row("accounts:people", "POST", STAFF),
    Row("accounts:person_new", "GET", LIST_MAKERS | {"administrator": 200}),
    Row("accounts:person_new", "POST", dict.fromkeys((*LIST_MAKERS, "administrator"), 422)),
    Row("accounts:role_give", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row("accounts:role_give", "POST", {"administrator": 302}, kwargs=trainee, data=lambda s: ROLE),
    Row("accounts:role_end", "GET", dict.fromkeys(ROLES, 405), kwargs=role_of_trainee),
    Row("accounts:role_end", "POST", {"administrator": 302}, kwargs=role_of_trainee, data=lambda s: END),
    Row("accounts:person", "GET", SEES_TRAINEE, otherwise=404, kwargs=trainee),
    Row(
        "accounts:person",
        "POST",
        dict.fromkeys(SEES_TRAINEE, 403) | {"registrar": 302, "head": 302},
        otherwise=404,
        kwargs=trainee,
        data=lambda s: NAME,
    ),
    Row(
        "accounts:photo",
        "GET",
        dict.fromkeys(("trainee", "registrar", "head"), 200),
        otherwise=404,
        kwargs=lambda s: {"pk": s.photo.pk},
    ),
    Row("accounts:photo", "POST", dict.fromkeys(ROLES, 405), kwargs=lambda s: {"pk": s.photo.pk}),
    Row("accounts:photo_keep", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row(
        "accounts:photo_keep",
        "POST",
        dict.fromkeys(SEES_TRAINEE, 403) | {"registrar": 422},
        otherwise=404,
        kwargs=trainee,
    ),
    Row(
        "accounts:photo_remove",
        "POST",
        dict.fromkeys(SEES_TRAINEE, 403) | {"registrar": 302},
        otherwise=404,
        kwargs=trainee,
    ),
    Row("accounts:slip", "GET", dict.fromkeys(ROLES, 405), kwargs=trainee),
    Row(
        "accounts:slip",
        "POST",
        SEES_TRAINEE | dict.fromkeys(("trainee", "hr", "auditor"), 403),
        otherwise=404,
        kwargs=trainee,
    ),
    Row("accounts:import", "GET", LIST_MAKERS),
    Row("accounts:import", "POST", dict.fromkeys(LIST_MAKERS, 422)),
    Row("accounts:import_draft", "GET", LIST_MAKERS | {"other_registrar": 404}, kwargs=draft),
    Row(
        "accounts:import_draft",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=draft,
    ),
    Row("accounts:own_centre", "GET", {"head": 302}),
    Row("accounts:centre", "GET", {"head": 200}, kwargs=lambda s: {"code": "KHO"}),
    Row(
        "accounts:centre",
        "POST",
        {"head": 302},
        kwargs=lambda s: {"code": "KHO"},
        data=lambda s: {"weekdays": ["0"], "lesson_times": "08:30"},
    ),
    Row(
        "accounts:room_new",
        "POST",
        {"head": 302},
        kwargs=lambda s: {"code": "KHO"},
        data=lambda s: {"code": "9", "seats": 9},
    ),
    Row("accounts:room_retire", "POST", {"head": 302}, kwargs=room),
    Row("accounts:room_retire", "GET", {"head": 405}, kwargs=room),
    Row("accounts:room_use", "POST", {"head": 302}, kwargs=room),
    Row(
        "accounts:holiday_new",
        "POST",
        {"head": 302},
        kwargs=lambda s: {"code": "KHO"},
        data=lambda s: {"date": "2026-12-31"},
    ),
    Row("accounts:holiday_drop", "POST", {"head": 302}, kwargs=lambda s: {"code": "KHO", "date": "2026-12-31"}),
    Row("accounts:commissions", "GET", {"head": 200}, kwargs=lambda s: {"code": "KHO"}),
    Row("accounts:commissions", "POST", {"head": 422}, kwargs=lambda s: {"code": "KHO"}),
    Row("accounts:commission_end", "POST", {"head": 404}, kwargs=lambda s: {"code": "KHO", "pk": uuid.uuid4()}),
    Row("accounts:device_file", "GET", {}, otherwise=200),
    Row("accounts:device_file", "POST", {}, otherwise=422),
    Row("accounts:audit", "GET", dict.fromkeys(("auditor", "administrator", "head"), 200)),
    Row("accounts:audit", "POST", dict.fromkeys(ROLES, 405)),
    Row("accounts:audit_export", "GET", dict.fromkeys(ROLES, 405)),
    Row(
        "accounts:audit_export",
        "POST",
        dict.fromkeys(("auditor", "administrator", "head"), 200),
        data=lambda s: {"kind": "csv"},
    ),
]
