"""What waits at the rolls: marks in conflict, people who are not on the list, the roll that a senior prepares."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from attendance.selectors.conflicts import waiting_for
from attendance.selectors.sheets import to_prepare
from attendance.selectors.unmarked import own_unmarked
from attendance.selectors.walk_ins import walk_ins_waiting
from desk.selectors.homes.steps import Home, Step
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    import datetime

    from accounts.models import User


def rolls_home(user: "User", home: Home) -> None:
    """Add to `home` of who calls or keeps rolls what waits for a person there. Three queries."""
    conflicts = waiting_for(user)
    if conflicts:
        text = ngettext(
            "%(count)s mark was made differently on two devices.",
            "%(count)s marks were made differently on two devices.",
            conflicts,
        ) % {"count": digits(conflicts)}
        url = reverse("attendance:conflicts")
        home.steps.append(Step(_("Conflicts of marks"), text, url, _("Open the list"), "next"))
    strangers = walk_ins_waiting(user)
    if strangers:
        text = ngettext(
            "%(count)s person was in a room and not on its list.",
            "%(count)s people were in a room and not on its list.",
            strangers,
        ) % {"count": digits(strangers)}
        url = reverse("attendance:walk_ins")
        home.steps.append(Step(_("People who are not on the list"), text, url, _("Open the list"), "next"))
    if user.has_role(Role.INSTRUCTOR):
        _without_mark(user, home)


def _without_mark(user: "User", home: Home) -> None:
    """Add the people of whom an instructor's rolls say nothing. One query."""
    people = own_unmarked(user).total()
    if people:
        text = ngettext(
            "%(count)s person has no mark on a roll that was called.",
            "%(count)s people have no mark on a roll that was called.",
            people,
        ) % {"count": digits(people)}
        home.steps.append(
            Step(_("People without a mark"), text, reverse("attendance:sessions"), _("Open the list"), "next")
        )


def senior_home(user: "User", home: Home, *, today: "datetime.date") -> None:
    """Add to `home` of a group senior the next roll of today that waits to be prepared. One query."""
    session = to_prepare(user, today)
    if session is not None:
        url = reverse("attendance:prepare", kwargs={"pk": session.pk})
        text = _("You are the senior of the group. Note who is not here.")
        home.steps.append(Step(_("Prepare the roll"), text, url, _("Open"), "next"))
