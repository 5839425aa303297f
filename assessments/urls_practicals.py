"""Where practical exercises are: assessments.urls takes these in."""

from django.urls import URLPattern, path

from assessments.views import agreement, checklists, confirming, practical_days, practical_groups, practicals

patterns: list[URLPattern] = [
    path("practicals/", practicals.practicals, name="practicals"),
    path("practicals/pack/", practicals.pack, name="practicals_pack"),
    path("practicals/coming/", practicals.coming, name="coming"),
    path("practicals/agreement/", agreement.agreement, name="agreement"),
    path("practicals/teams/<uuid:pk>/", practical_groups.team, name="team"),
    path("practicals/scans/<uuid:pk>/", practical_groups.scan, name="practical_scan"),
    path("practicals/days/<uuid:pk>/", practical_days.day, name="practical_day"),
    path("practicals/days/<uuid:pk>/drop/", practical_days.drop, name="practical_day_drop"),
    path("cohorts/<uuid:pk>/practical-days/", practical_days.days, name="practical_days"),
    path("cohorts/<uuid:pk>/practicals/<str:code>/team/", practical_groups.team_new, name="team_new"),
    path("cohorts/<uuid:pk>/practicals/<str:code>/blank/", practical_groups.blank, name="practical_blank"),
    path("cohorts/<uuid:pk>/practicals/<str:code>/papers/", practical_groups.papers, name="papers"),
    path("practicals/<str:code>/<uuid:enrolment>/", checklists.observe, name="observe"),
    path("practicals/<str:code>/<uuid:enrolment>/second/", checklists.second, name="second"),
    path("practicals/<str:code>/<uuid:enrolment>/coaching/", checklists.coaching, name="coaching"),
    path("practicals/<str:code>/<uuid:enrolment>/confirm/", confirming.confirm, name="confirm"),
]
