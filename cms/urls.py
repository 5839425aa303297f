"""Addresses of the drafting room outside Wagtail's admin: board, reviews, editions, the work of translators."""

from django.urls import URLPattern, URLResolver

app_name = "cms"

urlpatterns: list[URLPattern | URLResolver] = []
