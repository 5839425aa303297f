from django.urls import URLPattern, URLResolver, path

from certificates.views import check, check_file, check_withheld, folder, graduation, registers, withheld

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
    path("check/file/", check_file.check_file, name="check_file"),
    path("check/trust/", check_withheld.in_trust, name="check_in_trust"),
    path("check/once/<str:token>/", check_withheld.once, name="check_once"),
    path("check/<str:code>/", check.check_code, name="check_code"),
    path("<uuid:pk>/", registers.certificate, name="certificate"),
    path("<uuid:pk>/file/", registers.file, name="file"),
    path("<uuid:pk>/withheld/", withheld.withheld, name="withheld"),
    path("<uuid:pk>/withheld/phrase/", withheld.phrase, name="phrase"),
    path("<uuid:pk>/withheld/phrase/remove/", withheld.remove_phrase, name="remove_phrase"),
    path("<uuid:pk>/withheld/links/", withheld.make_link, name="make_link"),
    path("<uuid:pk>/withheld/links/<uuid:link>/withdraw/", withheld.withdraw_link, name="withdraw_link"),
    path("<uuid:pk>/revoke/", registers.revoke, name="revoke"),
    path("<uuid:pk>/replace/", registers.replace, name="replace"),
]
