"""The one door for what devices send: JSON in, a final answer to each item out.

No token against forged requests is asked for, because a page that was kept on a device has an old one. Instead only
JSON from our own pages is taken: a form of another site cannot send it, and a script of one is told apart by `Origin`.
"""

import json
import zlib
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foundation.outbox.receiving import BatchError, read_batch, receive

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
            "now": now.isoformat(),
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
