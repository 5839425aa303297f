"""Edges of the page that checks without a network: the page, its service worker and manifest, and the page as a file.

It is one file with script and style inside, because it is opened from disk as well. So it has a policy of its own: the
hashes of just this script and this style, and no address but ours.
"""

import base64
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certificates.selectors.off_line import carried
from certificates.views.public import private
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, html_lang

SCRIPTS = ("certificates/off_line_names.js", "certificates/off_line.js")
STYLE = "certificates/off_line.css"
WORKER = "certificates/off_line_worker.js"
FILE_NAME = "omuzgoh-check.html"


@require_GET
def page(_request: HttpRequest) -> HttpResponse:
    """The page, with the keys and lists of this moment inside."""
    response = private(HttpResponse(html_of(carried(at=timezone.now()), file=False)))
    response["Content-Security-Policy"] = _policy("'self'") + "; frame-ancestors 'none'"
    response["Permissions-Policy"] = "camera=(self)"  # it reads codes
    return response


@require_GET
def file(_request: HttpRequest) -> HttpResponse:
    """The same page to be kept as a file and opened from disk."""
    response = private(HttpResponse(html_of(carried(at=timezone.now()), file=True)))
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker of /C/."""
    kept = {"Cache-Control": "no-cache"}
    return HttpResponse(_lean(WORKER), content_type="text/javascript; charset=utf-8", headers=kept)


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone needs in order to install the page."""
    icon = {"src": staticfiles_storage.url("img/icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    said = {
        "name": f"Omuzgoh: {_('Check without a network')}",
        "short_name": "Omuzgoh",
        "start_url": "/C/",
        "scope": "/C/",
        "display": "standalone",
        "background_color": "#f6f5f0",
        "theme_color": "#083f42",
        "icons": [icon],
    }
    return JsonResponse(said, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


def html_of(data: Mapping[str, Any], *, file: bool) -> str:
    """Return the page that carries some data; as a file it has its policy inside."""
    context = {
        "file": file,
        "policy": _policy(data["site"]),
        "icon": quote(_text("img/icon.svg")),
        "style": _style(),
        "script": _script(),
        "languages": [(code, html_lang(code), NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        "site": data["site"],
        "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    }
    return render_to_string("certificates/off_line.html", context)


@functools.lru_cache(maxsize=2)
def _policy(network: str) -> str:
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (_script(), _style())]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; img-src data:; "
        f"connect-src {network}; worker-src {network}; manifest-src {network}; base-uri 'none'; form-action 'none'"
    )


@functools.cache
def _script() -> str:
    return "{\n" + "".join(_lean(name) for name in SCRIPTS) + "}"


@functools.cache
def _style() -> str:
    return re.sub(r"\s*([{};:,])\s+", r"\1", _text(STYLE)).strip()


def _lean(name: str) -> str:
    """Return a script of ours without comments and indentation."""
    return re.sub(r"^\s*//.*\n|^ +| +// .*(?=\n)", "", _text(name), flags=re.MULTILINE)


def _text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")
