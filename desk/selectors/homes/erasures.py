"""On the homes of those who decide together: erasures that wait for a second person."""

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors.erasures import waiting_count
from desk.selectors.homes.steps import Home, Step
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from accounts.models import User


def erasures_home(user: "User", home: Home, *, at: datetime.datetime) -> None:
    """Add to `home` the requests that `user` may confirm as the second person. One query."""
    waiting = waiting_count(user, at)
    if not waiting:
        return
    text = ngettext(
        "%(count)s request waits for a second person, and ends by itself if nobody confirms it.",
        "%(count)s requests wait for a second person, and end by themselves if nobody confirms them.",
        waiting,
    )
    url = reverse("accounts:erasures")
    home.steps.insert(0, Step(_("Erasures and keys"), text % {"count": digits(waiting)}, url, _("Open"), "bad"))
