from django.http import HttpRequest, HttpResponse


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def manifest(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def file(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
