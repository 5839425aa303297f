"""Before a source page is published: has the meaning changed?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.enums import Role
from cms.selectors.publishing import question_of
from cms.services.publishing import IncompleteDraftError, publish_page
from courses.enums import Change


class ChangeForm(forms.Form):
    """The answer, and what was on the screen when it was given."""

    change = forms.ChoiceField(
        label=gettext_lazy("Has the meaning changed?"),
        choices=Change.choices,
        error_messages={"required": gettext_lazy("Say whether the meaning has changed.")},
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


@requires(Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def publish(request: Any, pk: int) -> HttpResponse:
    """Show what changed since the newest edition and publish the draft with the answer."""
    question = question_of(pk, request.user)
    if question is None:
        raise Http404
    form = ChangeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["seen"] != question.draft:
            form.add_error(None, _("Somebody has changed this text since you opened it. Look at it again."))
            status = 409
        elif form.is_valid() and form.cleaned_data["change"] in dict(question.choices):
            if _publish(question.page, Change(form.cleaned_data["change"]), request):
                return redirect("wagtailadmin_pages:edit", pk)
            form.add_error(None, _("A block of this text is not complete. Open the page and fill in what is missing."))
        elif form.is_valid():
            form.add_error("change", _("This answer does not fit what changed. Choose another one."))
    return render(request, "cms/publish.html", {"question": question, "form": form}, status=status)


def _publish(page: Any, change: Change, request: Any) -> bool:
    """Publish and say so; False when the draft is not complete."""
    try:
        publish_page(page=page, change=change, by=request.user, at=timezone.now())
    except IncompleteDraftError:
        return False
    messages.success(request, _("Page '%(page_title)s' has been published.") % {"page_title": page.title})
    return True
