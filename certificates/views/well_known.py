"""What machines of others read: public keys, the site's DID document, the issuer's profile, the lists of states.

Public, the same for everybody, without a cookie, and to be kept a while by whoever fetched it.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from certificates.selectors.issuer_keys import did_document, key_set, profile
from certificates.selectors.states import current_list
from certificates.signing.status import PURPOSES

HOUR, FIVE_MINUTES = 3600, 300


def _open(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["Access-Control-Allow-Origin"] = "*"  # a page of others that verifies credentials reads it in the browser
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _json(said: dict[str, Any], content_type: str = "application/json") -> HttpResponse:
    return _open(JsonResponse(said, content_type=content_type), HOUR)


@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """All public keys, past ones too."""
    return _json(key_set(), "application/jwk-set+json")


@require_GET
def did(_request: HttpRequest) -> HttpResponse:
    """The DID document of the site (did:web)."""
    return _json(did_document(), "application/did+json")


@require_GET
def issuer(_request: HttpRequest) -> HttpResponse:
    """The issuer's profile."""
    return _json(profile())


@require_GET
def status_list(_request: HttpRequest, number: int, purpose: str) -> HttpResponse:
    """One list of states, signed."""
    known = next((one for one in PURPOSES if one == purpose), None)
    found = current_list(number, known, at=timezone.now()) if known else None
    if found is None:
        raise Http404
    return _open(HttpResponse(found.token, content_type="application/vc+jwt"), FIVE_MINUTES)
