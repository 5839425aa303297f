"""Short addresses of QR codes; they are printed in capitals, and typed in small letters."""

from django.urls import path

from certificates.views import check

urlpatterns = [
    path("C/<str:code>", check.short, name="short"),
    path("c/<str:code>", check.short, name="short_small"),
]
