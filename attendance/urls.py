from django.urls import path

from attendance.views import rolls, sessions

app_name = "attendance"

urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("<uuid:pk>/", rolls.roll, name="roll"),
    path("marks/<uuid:pk>/correct/", rolls.correction, name="correct"),
    path("cohorts/<uuid:pk>/", sessions.cohort, name="cohort"),
    path("days/<slug:centre>/<str:date>/sign/", sessions.sign, name="sign_day"),
]
