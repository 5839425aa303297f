"""Certificates that end soon, on the homes of who holds them and of who looks after them."""

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certificates.selectors.renewals import expiring, own_expiring
from desk.selectors.homes.steps import Home, Step
from foundation.languages.calendars import Calendar, format_date
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from accounts.models import User


def own_expiring_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` the person's own certificates that end within 90 days. One query."""
    calendar: Calendar = "solar" if user.calendar == "solar" else "gregorian"
    for certificate in own_expiring(user, today):
        home.steps.append(
            Step(
                _("Your certificate ends soon"),
                _("%(serial)s is valid until %(day)s. Ask the registrar for a refresher course.")
                % {
                    "serial": f"\u2066{certificate.serial}\u2069",
                    "day": format_date(certificate.valid_until or today, get_language() or "en", calendar),
                },
                reverse("certificates:certificate", kwargs={"pk": certificate.pk}),
                _("Open the certificate"),
            )
        )


def expiring_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` how many certificates that `user` looks after end within 90 days. One query."""
    count = expiring(user, today).count()
    if not count:
        return
    text = ngettext(
        "%(count)s certificate ends within 90 days.", "%(count)s certificates end within 90 days.", count
    ) % {"count": digits(count)}
    url = reverse("certificates:expiring")
    home.steps.append(Step(_("Certificates that end soon"), text, url, _("Open the list")))
