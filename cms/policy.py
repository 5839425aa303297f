"""The one place with a policy of its own: Wagtail's admin carries inline scripts and styles.

It is behind the log-in, open to editors, translators and administrators only, and shows previews of pages in frames
of the same origin. Everywhere else the policy of the settings holds: nothing inline, no frames.
"""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.enums import CMS_ROLES

ADMIN = "/cms/"
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


class AdminPolicyMiddleware:
    """Keep people without a role there out of Wagtail's admin (403), and give its pages their policy.

    Stands below CSPMiddleware and AuthenticationMiddleware.
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
