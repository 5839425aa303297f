from django.urls import path

from attendance.views import conflicts, packs, rolls, sessions

app_name = "attendance"

urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("coming/", packs.coming, name="coming"),
    path("pack/", packs.pack, name="pack"),
    path("<uuid:pk>/", rolls.roll, name="roll"),
    path("marks/<uuid:pk>/correct/", rolls.correction, name="correct"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:pk>/", conflicts.conflict, name="conflict"),
    path("cohorts/<uuid:pk>/", sessions.cohort, name="cohort"),
    path("days/<slug:centre>/<str:date>/sign/", sessions.sign, name="sign_day"),
]
