from django.urls import URLPattern, URLResolver, path

from assessments.urls_marking import patterns as marking_patterns
from assessments.urls_practicals import patterns as practical_patterns
from assessments.urls_results import patterns as result_patterns
from assessments.views import (
    authoring,
    bank,
    bank_pictures,
    exam_readers,
    exports,
    imports,
    pictures,
    quiz_settings,
    quizzes,
    sittings,
    statistics,
)

app_name = "assessments"

urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/<str:code>/", quizzes.quiz, name="quiz"),
    path("quizzes/<str:code>/start/", quizzes.start, name="start"),
    path("attempts/<uuid:pk>/", quizzes.attempt, name="attempt"),
    path("attempts/<uuid:pk>/answer/", quizzes.answer, name="answer"),
    path("attempts/<uuid:pk>/here/", quizzes.here, name="here"),
    path("attempts/<uuid:pk>/go-on/", quizzes.go_on, name="go_on"),
    path("attempts/<uuid:pk>/submit/", quizzes.submit, name="submit"),
    path("attempts/<uuid:pk>/result/", quizzes.attempt_result, name="attempt_result"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/<uuid:pk>/", sittings.room, name="room"),
    path("sittings/<uuid:pk>/act/", sittings.room_act, name="room_act"),
    path("cohorts/<uuid:pk>/sittings/", sittings.cohort_sittings, name="cohort_sittings"),
    path("cohorts/<uuid:pk>/more-time/", sittings.extra_time, name="extra_time"),
    path("questions/export/", exports.exports, name="exports"),
    path("questions/import/", imports.imports, name="imports"),
    path("questions/import/<uuid:pk>/", imports.question_import, name="question_import"),
    path("questions/quizzes/", quiz_settings.quizzes, name="quizzes"),
    path("questions/quizzes/<str:code>/", quiz_settings.quiz_settings, name="quiz_settings"),
    path("questions/", bank.bank, name="bank"),
    path("questions/pictures/", bank_pictures.pictures, name="bank_pictures"),
    path("questions/readers/", exam_readers.readers, name="exam_readers"),
    path("questions/new/", authoring.new, name="bank_new"),
    path("questions/<str:code>/edit/", authoring.edit, name="bank_edit"),
    path("questions/<str:code>/retire/", authoring.retire, name="bank_retire"),
    path("questions/<str:code>/", bank.question, name="bank_question"),
    path("pictures/<str:digest>/", pictures.picture, name="picture"),
    *practical_patterns,
    *result_patterns,
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/texts/<str:spoken>/", statistics.texts, name="statistics_texts"),
    path("statistics/<str:code>/", statistics.quiz_statistics, name="quiz_statistics"),
    path("statistics/<str:code>/download/", statistics.download, name="statistics_download"),
    path(
        "statistics/<str:code>/<str:question>/<int:number>/",
        statistics.question_statistics,
        name="question_statistics",
    ),
    path("statistics/<str:code>/<str:question>/<int:number>/ask/", statistics.ask, name="ask_translator"),
    *marking_patterns,
]
