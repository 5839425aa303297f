"""Pictures of questions."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from assessments.selectors.pictures import picture_for

ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # an SVG opened by itself runs and loads nothing


@requires()
@require_GET
def picture(request: PersonRequest, digest: str) -> HttpResponse:
    """The picture of a question that the reader drew, or writes."""
    found = picture_for(request.user, digest)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"  # the address names the bytes
    return response
