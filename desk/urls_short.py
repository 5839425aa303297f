from django.urls import path

from desk import views

urlpatterns = [
    path("", views.front, name="front"),
    path("healthy", views.healthy, name="healthy"),
    path("favicon.ico", views.icon, name="icon"),
    path("robots.txt", views.robots, name="robots"),
]
