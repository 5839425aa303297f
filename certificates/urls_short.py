"""Short addresses of QR codes; they are printed in capitals, and typed in small letters.

Under /C/ stands also the page that checks without a network: its service worker answers when a QR code is opened there.
"""

from django.urls import path

from certificates.views import check, check_off_line, well_known

urlpatterns = [
    path("C/", check_off_line.page, name="check_off_line"),
    path("C/worker.js", check_off_line.worker, name="check_off_line_worker"),
    path("C/app.webmanifest", check_off_line.manifest, name="check_off_line_manifest"),
    path("C/file/", check_off_line.file, name="check_off_line_file"),
    path(".well-known/jwks.json", well_known.keys, name="issuer_keys"),
    path(".well-known/did.json", well_known.did, name="issuer_did"),
    path(".well-known/issuer.json", well_known.issuer, name="issuer_profile"),
    path("status/<int:number>/<slug:purpose>", well_known.status_list, name="status_list"),
    path("C/<str:code>", check.short, name="short"),
    path("c/<str:code>", check.short, name="short_small"),
]
