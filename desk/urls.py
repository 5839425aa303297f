from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("", views.door, name="door"),
    path("home/", views.home, name="home"),
    path("samples/", views.samples, name="samples"),
    path("samples/<uuid:pk>/", views.sample, name="sample"),
    path("projects/", views.projects, name="projects"),
    path("projects/download/", views.projects_download, name="projects_download"),
    # demonstration/
    path("demonstration/seats/<slug:slug>/", views.seat, name="seat"),
    path("demonstration/graduation/", views.graduation, name="graduation"),
    path("demonstration/issue/", views.issue, name="issue"),
]
