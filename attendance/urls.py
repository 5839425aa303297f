from django.urls import path

from attendance.views import (
    admissions,
    check_ins,
    conflicts,
    packs,
    paper,
    prepared,
    reports,
    rolls,
    sessions,
    walk_ins,
)

app_name = "attendance"

urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("coming/", packs.coming, name="coming"),
    path("pack/", packs.pack, name="pack"),
    path("<uuid:pk>/", rolls.roll, name="roll"),
    path("<uuid:pk>/check-in/", check_ins.own, name="check_in"),
    path("<uuid:pk>/check-in/code/", check_ins.code, name="check_in_code"),
    path("<uuid:pk>/check-in/list/", check_ins.tries, name="check_ins"),
    path("cohorts/<uuid:pk>/check-in/", check_ins.switch, name="check_in_switch"),
    path("<uuid:pk>/prepare/", prepared.prepare, name="prepare"),
    path("<uuid:pk>/walk-in/", walk_ins.add, name="walk_in_add"),
    path("<uuid:pk>/paper/", paper.paper, name="paper"),
    path("<uuid:pk>/grid/", paper.grid, name="grid"),
    path("<uuid:pk>/spreadsheet/", paper.spreadsheet, name="spreadsheet"),
    path("walk-ins/", walk_ins.walk_ins, name="walk_ins"),
    path("walk-ins/<uuid:pk>/", walk_ins.walk_in, name="walk_in"),
    path("sheets/<uuid:pk>/", paper.blank, name="blank"),
    path("sheets/<uuid:pk>/scan/", paper.scan, name="scan"),
    path("cohorts/<uuid:pk>/senior/", prepared.senior, name="senior"),
    path("marks/<uuid:pk>/correct/", rolls.correction, name="correct"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:pk>/", conflicts.conflict, name="conflict"),
    path("cohorts/<uuid:pk>/", sessions.cohort, name="cohort"),
    path("cohorts/<uuid:pk>/charts/", reports.cohort_charts, name="cohort_charts"),
    path("cohorts/<uuid:pk>/months/<str:month>/", reports.month, name="month"),
    path("cohorts/<uuid:pk>/download/", reports.download, name="download"),
    path("charts/", reports.centre_charts, name="charts"),
    path("days/", reports.day, name="day_report"),
    path("people/<uuid:pk>/", reports.history, name="history"),
    path("people/<uuid:pk>/admission/", admissions.admission, name="admission"),
    path("days/<slug:centre>/<str:date>/sign/", sessions.sign, name="sign_day"),
]
