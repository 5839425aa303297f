"""Pages about the device, under their language."""

from django.urls import path

from foundation.outbox import views

app_name = "device"

urlpatterns = [
    path("device/", views.device, name="device"),
    path("offline/", views.offline, name="offline"),
]
