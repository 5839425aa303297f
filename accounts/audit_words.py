"""Where the audit trail opens rows of `accounts`. Loaded when the apps are ready."""

import uuid
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Centre, User
from accounts.selectors.audit_words import as_id, name_values, open_rows


def _people(by: User, ids: Collection[str]) -> dict[str, str]:
    wanted: list[uuid.UUID] = [pk for one in ids if (pk := as_id(one)) is not None]
    found = User.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True)
    return {str(pk): reverse("accounts:person", args=[pk]) for pk in found}


def _centres(by: User, ids: Collection[str]) -> dict[str, str]:
    found = Centre.objects.filter(pk__in=by.centre_ids(Role.HEAD)).filter(pk__in=ids).values_list("pk", "code")
    return {str(pk): reverse("accounts:centre", args=[code]) for pk, code in found}


open_rows("accounts.user", _people)
open_rows("accounts.centre", _centres)
name_values("list", {"audit trail": _("Audit trail")}.items())
