"""Addresses of marking by people, late answers, regrading and quizzes on paper."""

from django.urls import path

from assessments.views import late_answers, marking, paper_quizzes, regrading

patterns = [
    path("late/", late_answers.late, name="late"),
    path("marking/", marking.queue, name="marking"),
    path("marking/<int:pk>/", marking.answer, name="mark"),
    path("regrade/<str:code>/<int:number>/", regrading.question, name="regrade"),
    path("attempts/<uuid:pk>/points/<int:position>/", marking.points, name="points"),
    path("cohorts/<uuid:pk>/quiz-papers/", paper_quizzes.papers, name="quiz_papers"),
    path("quiz-papers/<uuid:pk>/", paper_quizzes.printing, name="quiz_paper"),
    path("quiz-papers/<uuid:pk>/<str:what>.pdf", paper_quizzes.pdf, name="quiz_paper_pdf"),
    path("quiz-papers/<uuid:pk>/grid/", paper_quizzes.grid, name="quiz_paper_grid"),
    path("answer-sheets/<uuid:pk>/scan/", paper_quizzes.scan, name="answer_scan"),
]
