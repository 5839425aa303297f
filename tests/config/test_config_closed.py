"""Course texts are for law enforcement: a stranger gets the log-in page, search engines get nothing."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

SOME_ID = "4e7e5b4e-51f5-4f7b-9d22-0a3b1c2d3e4f"
CLOSED = ("courses", "cms", "attendance", "assessments")


def sample(name: str, converter: object) -> object:
    kind = type(converter).__name__
    if kind == "UUIDConverter":
        return SOME_ID
    if kind == "IntConverter":
        return 1
    return {"language": "tg", "kind": "lesson"}.get(name, "law-1" if kind == "SlugConverter" else "M2.2.1")


def every_closed_address() -> list[str]:
    urls = []

    def walk(patterns, namespace: str = "") -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, pattern.namespace or namespace)
            elif isinstance(pattern, URLPattern) and namespace in CLOSED and pattern.name:
                kwargs = {name: sample(name, converter) for name, converter in pattern.pattern.converters.items()}
                with override("tg"):
                    urls.append(reverse(f"{namespace}:{pattern.name}", kwargs=kwargs))

    walk(get_resolver().url_patterns)
    return sorted(set(urls))


def test_every_address_of_the_course_leads_a_stranger_to_the_log_in_page(cast):
    urls = every_closed_address()
    assert len(urls) > 40
    open_to_all = []
    for url in urls:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(url)
            if answer.status_code != 302 or "/account/login/" not in answer["Location"]:
                open_to_all.append((method, url, answer.status_code))
    assert open_to_all == []


def test_wagtail_pages_and_files_have_no_public_preview(cast):
    for url in ("/tg/pages/", "/cms/", "/cms/pages/1/edit/preview/", "/documents/1/x.pdf", "/media/x.pdf"):
        answer = Client().get(url)
        assert answer.status_code in {302, 404, 403}, url
        assert "noindex" in answer["X-Robots-Tag"], url


@pytest.mark.parametrize("name", ["nobody", "trainee", "editor"])
def test_every_answer_tells_search_engines_to_keep_nothing(cast, name):
    client = cast.client(name)
    for url in (
        "/", "/tg/", "/tg/courses/", "/tg/courses/lessons/M2.2.1/", "/tg/courses/search/", "/tg/courses/library/",
        "/tg/nowhere/", "/cms/", "/en/certificates/check/", "/robots.txt",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer["X-Robots-Tag"] == "noindex, nofollow", url
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            assert b'name="robots"' in answer.content, url


def test_robots_may_look_at_the_check_page_only():
    text = Client().get("/robots.txt").content.decode()
    assert text.splitlines()[0] == "User-agent: *"
    assert text.splitlines()[-1] == "Disallow: /"
    assert sorted(line for line in text.splitlines() if line.startswith("Allow")) == [
        f"Allow: /{language}/certificates/check/$" for language in ("en", "fa-af", "ru", "tg")
    ]
