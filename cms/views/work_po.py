"""One thing as a PO file: out for work off line, and in again as drafts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from cms.domain.checking import clean
from cms.domain.po_files import MOST_BYTES, PoFileError, from_po, to_po
from cms.domain.work import Work
from cms.services.work import Adapter, WorkChangedError, adapter_of
from cms.views.work import WRITERS
from courses.access import languages_of


@requires(*WRITERS)
@require_http_methods(["GET", "POST"])
def work_po(request: Any, kind: str, code: str, language: str) -> HttpResponse:
    """Give the file; take one back. Nothing of it is published, and what somebody wrote meanwhile stays."""
    adapter = adapter_of(kind)
    if adapter is None or language not in languages_of(request.user):
        raise Http404
    work = adapter.open_work(code, language)
    if work is None:
        raise Http404
    if request.method == "GET":
        answer = HttpResponse(to_po(work), content_type="text/x-gettext-translation; charset=utf-8")
        name = "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in code)
        answer["Content-Disposition"] = f'attachment; filename="{kind}-{name}.{language}.po"'
        return answer
    _take(request, adapter, work)
    return redirect("cms:work", kind=kind, code=code, language=language)


def _take(request: Any, adapter: Adapter, work: Work) -> None:
    """Save what an uploaded file says, and tell what became of it."""
    sent = request.FILES.get("file")
    if sent is None or sent.size > MOST_BYTES:
        messages.error(request, _("Choose a PO file of this text first."))
        return
    try:
        found = from_po(sent.read(), work)
        texts = {path: clean(text) if "\n" not in text else text for path, text in found.texts.items()}
        adapter.save(
            code=work.code,
            language=work.language,
            texts=texts,
            fingerprint=work.fingerprint,
            by=request.user,
            at=timezone.now(),
        )
    except PoFileError:
        messages.error(request, _("This file cannot be read. It must be a PO file of this text."))
        return
    except WorkChangedError:
        messages.error(request, _("Somebody has changed this meanwhile. Nothing was taken over: send the file again."))
        return
    text = ngettext(
        "%(count)s text was taken over from the file. Look at it and hand it in.",
        "%(count)s texts were taken over from the file. Look at them and hand in.",
        len(texts),
    )
    messages.success(request, text % {"count": len(texts)})
    if found.outdated:
        text = ngettext(
            "%(count)s text was left out, because its source has changed since.",
            "%(count)s texts were left out, because their source has changed since.",
            found.outdated,
        )
        messages.warning(request, text % {"count": found.outdated})
