"""Addresses of the graduation desk: certificates.urls takes these in."""

from django.urls import URLPattern, path

from certificates.views import batches, designs, desk_readers, graduation

patterns: list[URLPattern] = [
    path("cohorts/<uuid:pk>/", graduation.graduation, name="graduation"),
    path("cohorts/<uuid:pk>/prepare/", graduation.prepare, name="prepare"),
    path("cohorts/<uuid:pk>/attendance/", graduation.attendance, name="attendance"),
    path("cohorts/<uuid:pk>/names/", graduation.names, name="names"),
    path("cohorts/<uuid:pk>/names/sheet/", graduation.names_sheet, name="names_sheet"),
    path("batches/<uuid:pk>/", batches.batch, name="batch"),
    path("batches/<uuid:pk>/signatories/", batches.signatories, name="signatories"),
    path("batches/<uuid:pk>/issue/", batches.issue, name="issue"),
    path("batches/<uuid:pk>/cancel/", batches.cancel_batch, name="cancel_batch"),
    path("batches/<uuid:pk>/calling-list/", batches.calling_list, name="calling_list"),
    path("batches/<uuid:pk>/receipt/", batches.receipt_sheet, name="receipt_sheet"),
    path("anomalies/", desk_readers.anomalies, name="anomalies"),
    path("expiring/", desk_readers.expiring, name="expiring"),
    path("<uuid:pk>/evidence/", desk_readers.evidence, name="evidence"),
    path("<uuid:pk>/annex/", designs.annex, name="annex"),
    path("designs/<slug:code>/", designs.design, name="design"),
]
