"""`manage.py check` fails where the factor of the demonstration could count outside of a demonstration."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demonstration_factor_stays_there(**kwargs: Any) -> list[CheckMessage]:
    """omuzgoh.F001: the code is set without a demonstration; omuzgoh.F002: there is one under production settings."""
    if not settings.DEMONSTRATION_FACTOR:
        return []
    if not settings.DEMONSTRATION:
        return [Error("DEMONSTRATION_FACTOR is set where there is no demonstration.", id="omuzgoh.F001")]
    if settings.SECURE_SSL_REDIRECT or not settings.SIGNING_DEVELOPMENT_ALLOWED:
        return [Error("DEMONSTRATION_FACTOR is set together with settings of production.", id="omuzgoh.F002")]
    return []
