"""Pictures, recordings and files: for people who are logged in. A download that was cut goes on where it stopped."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from csp.constants import NONE, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, requires
from cms.domain.media_rules import FILM_AND_SOUND, PICTURE, kind_of
from cms.selectors.media import is_served, may_have, never_changes

CHUNK = 64 * 1024
RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
YEAR = 365 * 24 * 3600
POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": True}  # a drawing opened by itself


@requires()
@require_safe
def media(request: PersonRequest, name: str) -> HttpResponseBase:
    """One file of the folder of media, whole or the part that was asked for; for others than its readers no file."""
    if not may_have(request.user, name):
        raise Http404
    path = _path(name)
    kind = kind_of(name)
    assert kind is not None  # _path answers 404 for others
    state = path.stat()
    tag = f'"{state.st_size:x}-{state.st_mtime_ns:x}"'
    # What is compressed cannot be cut into parts, and these kinds are small already.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = _answer(request, path, state.st_size, tag)
    if response.status_code != 416:
        response.headers["Content-Type"] = kind.content_type
        inline = kind.group in FILM_AND_SOUND or kind.group == PICTURE
        response.headers["Content-Disposition"] = "inline" if inline else f'attachment; filename="{path.name}"'
        response.headers["ETag"] = tag
        response.headers["Last-Modified"] = http_date(state.st_mtime)
        fresh = f"max-age={YEAR}, immutable" if never_changes(name) else "no-cache"
        response.headers["Cache-Control"] = f"private, {fresh}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Robots-Tag"] = "noindex"
    response._csp_config = POLICY  # type: ignore[attr-defined]
    return response


def _path(name: str) -> Path:
    """Return the file of that name. Raises Http404 for what is not there, not served, or outside of the folder."""
    if not is_served(name):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    if not path.is_file():
        raise Http404
    return path


def _answer(request: HttpRequest, path: Path, size: int, tag: str) -> HttpResponseBase:
    """Return the file, the part that was asked for (206), or what says that there is no such part (416)."""
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    asked = request.headers.get("Range", "")
    if not asked or request.headers.get("If-Range", tag) != tag or not RANGE.match(asked):
        return FileResponse(path.open("rb"))
    part = _part(asked, size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part
    response = StreamingHttpResponse(_read(path.open("rb"), first, last), status=206)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte of a range, or None when the file has no such part."""
    found: Any = RANGE.match(asked)
    begin, end = found.groups()
    if begin == "" and end == "":
        return None
    if begin == "":
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(begin), min(size - 1, int(end)) if end else size - 1
    return (first, last) if first <= last and first < size else None


def _read(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first, os.SEEK_SET)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
