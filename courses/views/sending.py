"""A private file as an answer: whole, or the part from which a broken download goes on."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag
from django.utils.text import slugify

CHUNK = 64 * 1024
RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")
PARTIAL, NOT_MODIFIED, NO_SUCH_PART = 206, 304, 416


def send_private(request: HttpRequest, path: Path, *, name: str, content_type: str, tag: str) -> HttpResponseBase:
    """Return the file at `path` as a download called `name`, which must be ASCII; `tag` names its content.

    Browsers keep it for themselves and ask each time whether it is still the same. Raises FileNotFoundError.
    """
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # what is compressed on the way cannot be cut into parts
    size = path.stat().st_size
    etag = quote_etag(tag)
    response: HttpResponseBase
    if etag in re.findall(r'"[^"]*"', request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=NOT_MODIFIED)
    else:
        response = _answer(request, path, size, etag)
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        if response.status_code != NO_SUCH_PART:
            response.headers["Content-Type"] = content_type
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def ascii_name(title: str, otherwise: str, ending: str) -> str:
    """Return a name of a file from a title when Latin letters make it readable, else from `otherwise`."""
    slug = slugify(title)[:80].strip("-")
    letters = sum(char.isalpha() for char in title)
    readable = 2 * sum(char.isalpha() for char in slug) > letters
    return f"{slug if slug and readable else otherwise}.{ending}"


def _answer(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase:
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return FileResponse(path.open("rb"))
    first, last = _part(asked.group(1), asked.group(2), size)
    if not 0 <= first <= last < size:
        return HttpResponse(status=NO_SUCH_PART, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_read(path, first, last), status=PARTIAL)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def _part(begin: str, end: str, size: int) -> tuple[int, int]:
    """Return the first and last byte that were asked for; (-1, -1) for a part that no file has."""
    if begin:
        return int(begin), min(int(end), size - 1) if end else size - 1
    return (max(size - int(end), 0), size - 1) if end and int(end) else (-1, -1)


def _read(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
