"""All addresses. Pages for people stand under their language; machines' and short addresses stand outside."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("cms/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_documents_urls)),
    path("", include("cms.urls_short")),
    path("", include("certificates.urls_short")),
    path("", include("desk.urls_short")),
    path("", include("foundation.outbox.urls")),
]

urlpatterns += i18n_patterns(
    path("", include("desk.urls")),
    path("account/", include("accounts.urls")),
    path("courses/", include("courses.urls")),
    path("curriculum/", include("cms.urls")),
    path("roll/", include("attendance.urls")),
    path("assessments/", include("assessments.urls")),
    path("certificates/", include("certificates.urls")),
    path("", include("foundation.outbox.urls_pages")),
    path("pages/", include(wagtail_urls)),
)

handler400 = "cms.views.errors.not_understood"
