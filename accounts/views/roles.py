"""Give and end roles on a person's page. Administrators only, and never their own."""

import uuid

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.forms import RoleEndForm, RoleForm
from accounts.models import RoleAssignment, User
from accounts.selectors.places import all_centres, centre_with_code
from accounts.services.appointments import (
    OwnRoleError,
    RoleEndedError,
    RoleEndsBeforeStartError,
    RoleEndsLaterError,
    RoleEverywhereError,
    RoleHeldError,
    RoleWithoutLanguageError,
    appoint,
    dismiss,
)
from accounts.services.people import NameInReasonError, ReasonMissingError
from accounts.services.roles import RoleNeedsCentreError, RoleNeedsProjectError
from accounts.views.people import show_person


def _own() -> str:
    return gettext("Nobody gives roles to oneself. Another administrator gives and ends yours.")


@require_POST
@requires(Role.ADMINISTRATOR, confirmed=True)
def role_give(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give somebody else a role."""
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("rank", "centre"), pk=pk)
    centres = all_centres()
    language, today = get_language() or "en", timezone.localdate()
    form = RoleForm(centres, language, request.POST, calendar=request.user.calendar, today=today)
    if form.is_valid():
        data = form.cleaned_data
        try:
            appoint(
                person=shown,
                role=Role(data["role"]),
                centre=centre_with_code(centres, data["centre"]) if data["centre"] else None,
                language=data["language"],
                project=data["project"],
                since=data["since"],
                until=data["until"],
                by=request.user,
            )
        except OwnRoleError:
            messages.error(request, _own())
        except RoleNeedsCentreError:
            form.add_error("centre", gettext("This role is held at one centre. Choose it."))
        except RoleEverywhereError:
            form.add_error("centre", gettext("This role holds everywhere. Choose no centre."))
        except RoleWithoutLanguageError:
            form.add_error("language", gettext("Only translators have a language."))
        except RoleNeedsProjectError:
            form.add_error("project", gettext("Observers see one project, and only they do. Write it or leave it out."))
        except RoleEndsBeforeStartError:
            form.add_error("until", gettext("The last day is before the first one."))
        except RoleHeldError:
            form.add_error(None, gettext("The person has this role in these days already. End it first to change it."))
        else:
            messages.success(request, gettext("The role is given."))
            return redirect("accounts:person", pk=shown.pk)
    return show_person(request, shown, role_form=form)


@require_POST
@requires(Role.ADMINISTRATOR, confirmed=True)
def role_end(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """End a role of somebody else on a day, with the reason."""
    asked = RoleAssignment.objects.visible_to(request.user).select_related("user__rank", "user__centre", "centre")
    assignment = get_object_or_404(asked, pk=pk)
    now = timezone.now()
    form = RoleEndForm(assignment, request.POST, calendar=request.user.calendar, today=timezone.localdate(now))
    if form.is_valid():
        data = form.cleaned_data
        try:
            dismiss(
                assignment=assignment,
                on=data["last_day"],
                reason=data["reason"],
                by=request.user,
                at=now,
            )
        except OwnRoleError:
            messages.error(request, _own())
        except ReasonMissingError:
            form.add_error("reason", gettext("Please fill in this field."))
        except NameInReasonError:
            form.add_error("reason", gettext("Do not write the name of a protected person into the reason."))
        except RoleEndedError:
            messages.error(request, gettext("This role has ended already. What was is not changed."))
        except RoleEndsLaterError:
            form.add_error("last_day", gettext("The role ends earlier than that. Give it again to prolong it."))
        except RoleEndsBeforeStartError:
            form.add_error("last_day", gettext("The last day is before the first one."))
        else:
            messages.success(request, gettext("The role is ended. It holds on the last day still."))
            return redirect("accounts:person", pk=assignment.user_id)
    return show_person(request, assignment.user, end_form=(assignment, form))
