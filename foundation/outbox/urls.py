"""Where devices send to, and their service worker: outside the languages."""

from django.urls import path

from foundation.outbox import views

app_name = "outbox"

urlpatterns = [
    path("outbox/", views.deliver, name="deliver"),
    path("sw.js", views.worker, name="worker"),
]
