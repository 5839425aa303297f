"""Addresses of results: the table, the protocol and its papers, appeals."""

from django.urls import URLPattern, URLResolver, path

from assessments.views import appeals, protocols, results

patterns: list[URLPattern | URLResolver] = [
    path("cohorts/<uuid:pk>/results/", results.results, name="results"),
    path("cohorts/<uuid:pk>/lock/", results.lock, name="lock"),
    path("cohorts/<uuid:pk>/papers/", protocols.papers, name="protocol_papers"),
    path("cohorts/<uuid:pk>/exam-sheet.pdf", protocols.exam_sheet, name="exam_sheet"),
    path("cohorts/<uuid:pk>/protocol.pdf", protocols.protocol, name="protocol"),
    path("cohorts/<uuid:pk>/appeals/", appeals.appeals, name="appeals"),
    path("appeals/<uuid:pk>/", appeals.appeal, name="appeal"),
    path("protocol-papers/<uuid:pk>/", protocols.paper, name="protocol_paper"),
    path("results/<uuid:pk>/confirm/", protocols.confirm, name="confirm_result"),
]
