"""Where practical exercises are: assessments.urls takes these in."""

from django.urls import URLPattern, path

from assessments.views import checklists, confirming, practicals

patterns: list[URLPattern] = [
    path("practicals/", practicals.practicals, name="practicals"),
    path("practicals/pack/", practicals.pack, name="practicals_pack"),
    path("practicals/coming/", practicals.coming, name="coming"),
    path("practicals/<str:code>/<uuid:enrolment>/", checklists.observe, name="observe"),
    path("practicals/<str:code>/<uuid:enrolment>/second/", checklists.second, name="second"),
    path("practicals/<str:code>/<uuid:enrolment>/coaching/", checklists.coaching, name="coaching"),
    path("practicals/<str:code>/<uuid:enrolment>/confirm/", confirming.confirm, name="confirm"),
]
