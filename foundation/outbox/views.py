"""The one door for what devices send: JSON in, a final answer to each item out; and what devices need without a link.

No token against forged requests is asked for, because a page that was kept on a device has an old one. Instead only
JSON from our own pages is taken: a form of another site cannot send it, and a script of one is told apart by `Origin`.
"""

import functools
import json
import re
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from foundation.outbox.receiving import BatchError, read_batch, receive
from foundation.outbox.words import words

MOST_BYTES = 256 * 1024


@csrf_exempt
@never_cache
@require_POST
def deliver(request: HttpRequest) -> JsonResponse:
    """Take a batch. 401: log in again, keep everything. 409: the items are another person's. 400: not a batch."""
    if not _from_our_pages(request):
        return JsonResponse({"error": "origin"}, status=403)
    if not request.user.is_authenticated:
        return JsonResponse({"error": "log in"}, status=401)
    now = timezone.now()
    try:
        body = json.loads(_unpacked(request))
        items = read_batch(body, now)
    except (BatchError, ValueError, RecursionError):
        return JsonResponse({"error": "batch"}, status=400)
    if body.get("person") != str(request.user.pk):
        return JsonResponse({"error": "person"}, status=409)
    receipts = receive(items=items, person=request.user.pk, at=now)
    return JsonResponse(
        {
            "now": timezone.now().isoformat(),  # when all of it is stored: a page made later shows it
            "receipts": [
                {"id": str(receipt.id), "outcome": receipt.outcome, "said": dict(receipt.said)} for receipt in receipts
            ],
        }
    )


def _from_our_pages(request: HttpRequest) -> bool:
    """True for JSON whose `Origin`, which browsers always send with POST, is this site."""
    origin = request.headers.get("Origin", "")
    ours = f"{request.scheme}://{request.get_host()}"
    return request.content_type == "application/json" and origin == ours


def _unpacked(request: HttpRequest) -> Any:
    """Return the body, unpacked when it came as gzip; never more than MOST_BYTES."""
    if len(request.body) > MOST_BYTES:
        raise BatchError
    if request.headers.get("Content-Encoding") != "gzip":
        return request.body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(request.body, MOST_BYTES)
    except zlib.error as error:
        raise BatchError from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise BatchError
    return body


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker of the whole site. Asked for anew each time, so that a release reaches every device."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@functools.cache
def _worker() -> str:
    """A classic script (Firefox has no modules in workers): where outbox and calm pages are, and the worker."""
    text = Path(str(finders.find("outbox/worker.js"))).read_text(encoding="utf-8")
    text = re.sub(r"^\s*//.*\n|^ +", "", text, flags=re.MULTILINE)
    release = getattr(staticfiles_storage, "manifest_hash", "")
    outbox = json.dumps(staticfiles_storage.url("outbox/outbox.js"))
    return f"// {release}\nconst OFFLINE = {json.dumps(_calm_pages())};\nimportScripts({outbox});\n{text}"


def _calm_pages() -> list[str]:
    pages = []
    for language, _ in settings.LANGUAGES:
        with override(language):
            pages.append(reverse("device:offline"))
    return pages


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows when there is no link and the page is not kept. Says nothing of anybody."""
    return render(request, "outbox/offline.html")


@never_cache
@login_required
@require_GET
def device(request: HttpRequest) -> HttpResponse:
    """What this device keeps; all of it is filled in on the device."""
    return render(request, "outbox/device.html", {"words": words()})
