from django.urls import URLPattern, URLResolver, path

from assessments.views import quizzes

app_name = "assessments"

urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/<str:code>/", quizzes.quiz, name="quiz"),
    path("quizzes/<str:code>/start/", quizzes.start, name="start"),
    path("attempts/<uuid:pk>/", quizzes.attempt, name="attempt"),
    path("attempts/<uuid:pk>/answer/", quizzes.answer, name="answer"),
    path("attempts/<uuid:pk>/submit/", quizzes.submit, name="submit"),
    path("attempts/<uuid:pk>/result/", quizzes.attempt_result, name="attempt_result"),
]
