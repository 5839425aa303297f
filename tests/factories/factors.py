"""Second factors for tests."""

import datetime

from django.utils import timezone

from accounts.domain import factors as codes
from accounts.domain.sealing import unseal
from accounts.models import Authenticator, User
from accounts.selectors.factors import factor_key
from accounts.services.factors import begin, set_up


def secret_of(person: User, sealed: bytes) -> bytes:
    return unseal(factor_key("factor"), sealed, person.pk.bytes)


def make_app(person: User, *, ago: datetime.timedelta = datetime.timedelta(hours=1)) -> list[str]:
    """Set up an app for the person a while ago; return the backup codes."""
    at, sealed = timezone.now() - ago, begin(person)
    code = codes.code_at(secret_of(person, sealed), at)
    return set_up(person=person, sealed=sealed, typed=code, by=person, at=at)


def app_code(person: User, at: datetime.datetime | None = None) -> str:
    """What the person's app shows."""
    app = Authenticator.objects.get(person=person)
    return codes.code_at(secret_of(person, bytes(app.sealed)), at or timezone.now())
