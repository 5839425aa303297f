"""Addresses of marking by people, late answers, regrading and quizzes on paper."""

from django.urls import path

from assessments.views import late_answers, marking, regrading

patterns = [
    path("late/", late_answers.late, name="late"),
    path("marking/", marking.queue, name="marking"),
    path("marking/<int:pk>/", marking.answer, name="mark"),
    path("regrade/<str:code>/<int:number>/", regrading.question, name="regrade"),
    path("attempts/<uuid:pk>/points/<int:position>/", marking.points, name="points"),
]
