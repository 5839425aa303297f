from django.urls import URLPattern, URLResolver, path

from certificates.views import check, folder, graduation, registers

app_name = "certificates"

urlpatterns: list[URLPattern | URLResolver] = [
    path("mine/", registers.mine, name="mine"),
    path("cohorts/<uuid:pk>/", graduation.graduation, name="graduation"),
    path("cohorts/<uuid:pk>/prepare/", graduation.prepare, name="prepare"),
    path("batches/<uuid:pk>/", graduation.batch, name="batch"),
    path("batches/<uuid:pk>/issue/", graduation.issue, name="issue"),
    path("batches/<uuid:pk>/cancel/", graduation.cancel_batch, name="cancel_batch"),
    path("register/", registers.register, name="register"),
    path("search/", registers.search, name="search"),
    # demonstration/
    path("folder/", folder.papers, name="folder"),
    path("folder/<slug:slug>/", folder.paper, name="folder_paper"),
    path("check/", check.check, name="check"),
    path("check/<str:code>/", check.check_code, name="check_code"),
    path("<uuid:pk>/", registers.certificate, name="certificate"),
    path("<uuid:pk>/file/", registers.file, name="file"),
    path("<uuid:pk>/revoke/", registers.revoke, name="revoke"),
    path("<uuid:pk>/replace/", registers.replace, name="replace"),
]
