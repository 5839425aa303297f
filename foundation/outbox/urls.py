"""Where devices send to: one address, outside the languages."""

from django.urls import path

from foundation.outbox import views

app_name = "outbox"

urlpatterns = [path("outbox/", views.deliver, name="deliver")]
