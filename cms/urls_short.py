"""Addresses outside the languages: a picture is the same picture in all of them."""

from django.urls import path

from cms.views import media

urlpatterns = [path("media/<path:name>", media.media, name="media")]
