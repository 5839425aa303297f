"""What every answer says to browsers, and the one place with a policy of its own.

Wagtail's admin carries inline scripts and styles. It is behind the log-in, open to editors, translators and
administrators only, and shows previews of pages in frames of the same origin. Everywhere else the policy of the
settings holds: nothing inline, no frames.
"""

import functools
from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from accounts.enums import CMS_ROLES

ADMIN = "/cms/"
MOST_FIGURES = 19  # of a length; Python refuses to read a number of thousands
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


# What a page may use of the device: nothing, but keys of the device for the log-in. A view that needs more says so.
PERMISSIONS = dict.fromkeys(
    (
        "accelerometer", "autoplay", "browsing-topics",
        "camera", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
        "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
        "screen-wake-lock", "serial", "usb", "window-management", "xr-spatial-tracking",
    ),
    "()",
) | {"publickey-credentials-create": "(self)", "publickey-credentials-get": "(self)"}  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{feature}={whom}" for feature, whom in sorted(PERMISSIONS.items()))


class SafeAnswerMiddleware:
    """Say with every answer what a page may use, that other sites may not take it in, and that none of it is kept.

    Stands above everything that answers, static files included. A view that says something itself is left alone:
    `Permissions-Policy: camera=(self)` adds to what holds everywhere, `Cache-Control` stands for itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers["Permissions-Policy"] = _permissions(headers.get("Permissions-Policy", ""))
        open_to_all = headers.get("Access-Control-Allow-Origin") == "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if open_to_all else "same-origin"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store, private"
        return response


@functools.lru_cache(maxsize=8)
def _permissions(more: str) -> str:
    """Return the policy with what a view asked for: `feature=(self)`, several with commas."""
    if not more:
        return PERMISSIONS_POLICY
    asked = dict(one.strip().split("=", 1) for one in more.split(","))
    return ", ".join(f"{feature}={whom}" for feature, whom in sorted({**PERMISSIONS, **asked}.items()))


class NoIndexMiddleware:
    """Tell search engines to keep nothing: the course texts are for law enforcement (domain.md 6.1).

    On every answer, whoever asked and whatever it is; the pages say it in their head as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class RequestSizeMiddleware:
    """Refuse a request that is larger than anything we take in, before any of it is read (413).

    Each form has narrower limits of its own. Stands below AuthenticationMiddleware, above what reads forms.
    """

    MOST_OF_STRANGERS = 17 * 1024 * 1024  # the public check takes a PDF file of 10 MB (check_file.MOST_REQUEST)
    MOST = 110 * 1024 * 1024  # a film, or a document in four languages

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not (said.isascii() and said.isdecimal() and len(said) < MOST_FIGURES):
            raise BadRequest
        size = int(said)
        if size > self.MOST_OF_STRANGERS and (size > self.MOST or not request.user.is_authenticated):
            raise RequestDataTooBig
        return self.get_response(request)


class AdminPolicyMiddleware:
    """Keep people without a role there out of Wagtail's admin (403), and give its pages their policy.

    Stands below AuthenticationMiddleware; CSPMiddleware, far above, reads what is set here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN):
            return self.get_response(request)
        if request.user.is_authenticated and not request.user.has_role(*CMS_ROLES):
            raise PermissionDenied
        response = self.get_response(request)
        response._csp_replace = POLICY  # type: ignore[attr-defined]
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
