from django.urls import URLPattern, URLResolver, path

from courses.views import books, classroom, cohorts, doubts, glossary, instructors, library, reading, search, timetable

app_name = "courses"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.mine, name="mine"),
    path("modules/<str:code>/", reading.module, name="module"),
    path("lessons/<str:code>/", reading.lesson, name="lesson"),
    path("lessons/<str:code>/done/", reading.done, name="complete"),
    path("lessons/<str:code>/questions/", doubts.doubts, name="doubts"),
    path("questions/<uuid:pk>/answer/", doubts.answer, name="doubt_answer"),
    path("lessons/<str:code>/two-languages/", classroom.bilingual, name="bilingual"),
    path("lessons/<str:code>/projector/", classroom.projector, name="projector"),
    path("lessons/<str:code>/plan/", classroom.plan, name="plan"),
    path("books/", books.books, name="books"),
    path("books/make/", books.make, name="book_make"),
    path("books/<uuid:pk>/", books.book, name="book"),
    path("manuals/", reading.manuals, name="manuals"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.term_new, name="term_new"),
    path("glossary/advice/", glossary.advice, name="advice"),
    path("glossary/<str:code>/", glossary.term, name="term"),
    path("glossary/<str:code>/retire/", glossary.term_retire, name="term_retire"),
    path("search/", search.search, name="search"),
    path("library/", library.library, name="library"),
    path("library/new/", library.library_new, name="library_new"),
    path("library/files/<uuid:pk>/", library.library_file, name="library_file"),
    path("library/<slug:code>/", library.library_edit, name="library_edit"),
    path("library/<slug:code>/retire/", library.library_retire, name="library_retire"),
    path("cohorts/", cohorts.cohorts, name="cohorts"),
    path("cohorts/new/", cohorts.cohort_new, name="cohort_new"),
    path("cohorts/<uuid:pk>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:pk>/enrol/", cohorts.enrol, name="enrol"),
    path("cohorts/<uuid:pk>/instructors/", instructors.cohort_instructors, name="cohort_instructors"),
    path("cohorts/<uuid:pk>/timetable/", timetable.timetable, name="timetable"),
    path("enrolments/<uuid:pk>/withdraw/", cohorts.withdraw_person, name="withdraw"),
]
