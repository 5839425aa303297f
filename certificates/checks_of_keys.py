"""Django's own checks (`manage.py check`): the development CA never signs in production."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from certificates.enums import KeyPurpose
from certificates.signing.keys import DevelopmentKeysError, KeysError, load_key


@register(Tags.security)
def development_keys(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse production settings that name keys of the development CA."""
    del app_configs
    if settings.SIGNING_DEVELOPMENT_ALLOWED or not settings.SIGNING_P12:
        return []
    try:
        for purpose in KeyPurpose:
            load_key(purpose)
    except DevelopmentKeysError as error:
        return [Error(str(error), hint="docs/keys.md tells how keys are made.", id="certificates.E001")]
    except KeysError as error:
        return [checks.Warning(str(error), hint="docs/keys.md tells how keys are made.", id="certificates.W002")]
    return []


@register(Tags.security, deploy=True)
def keys_are_named(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Say before the start that nothing can be issued: no key is named."""
    del app_configs
    if settings.SIGNING_DEVELOPMENT_ALLOWED or settings.SIGNING_P12:
        return []
    return [checks.Warning("SIGNING_P12 is not set: no certificate can be signed here.", id="certificates.W001")]
