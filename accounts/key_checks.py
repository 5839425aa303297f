"""Every command, and so each `tick` in the log, reminds of a former master key that is still named."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Reminder


@register()
def change_of_master_key_is_finished(**kwargs: Any) -> list[CheckMessage]:
    """omuzgoh.K001: MASTER_KEY_OLD is set, which it should be only while the key is changed (docs/keys.md)."""
    if not settings.MASTER_KEY_OLD:
        return []
    hint = "Finish with `manage.py change_master_key --change`, then take MASTER_KEY_OLD_FILE out (docs/keys.md)."
    return [Reminder("MASTER_KEY_OLD is set: the former master key still opens everything.", hint, id="omuzgoh.K001")]
