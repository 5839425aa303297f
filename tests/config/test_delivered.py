"""What is delivered for nginx and systemd says the same numbers, names and commands as the program."""

import re
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from accounts.access import client_address
from certificates.services.checks import MOST_FILES
from cms.domain.media_rules import LIMITS
from cms.policy import RequestSizeMiddleware
from config.settings import base
from courses.domain import file_kinds
from foundation.outbox.views import MOST_BYTES

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = DEPLOY / "systemd"
NGINX = re.sub(r"(?m)(^|\s)#.*$", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
SITE = NGINX[NGINX.rindex("\nserver {") :]
SIZES = {"k": 1024, "m": 1024 * 1024}


def size_of(text: str) -> int:
    number, unit = re.findall(r"client_max_body_size (\d+)([km]);", text)[0]
    return int(number) * SIZES[unit]


def place(url: str) -> str:
    """Return the block of nginx.conf that answers an address, chosen as nginx chooses."""
    blocks = re.findall(r"(?ms)^    location (= |~ |\^~ |)(\S+) \{(.*?)^    \}", SITE)
    exact = [body for kind, path, body in blocks if kind == "= " and path == url]
    begins = sorted(
        (len(path), kind, body) for kind, path, body in blocks if kind in ("", "^~ ") and url.startswith(path)
    )
    matches = [body for kind, path, body in blocks if kind == "~ " and re.search(path, url)]
    _, kind, longest = begins[-1]
    return (exact or ([] if kind == "^~ " else matches) or [longest])[0]


def test_the_proxy_takes_what_the_program_takes_and_no_more() -> None:
    assert size_of(SITE.partition("location")[0]) == RequestSizeMiddleware.MOST_OF_STRANGERS
    for name in (
        "courses:library_new",
        "assessments:imports",
        "wagtaildocs:add_multiple",
        "wagtailimages:add_multiple",
    ):
        assert size_of(place(reverse(name))) == RequestSizeMiddleware.MOST, name
    assert size_of(place(reverse("courses:library_edit", args=["law-1"]))) == RequestSizeMiddleware.MOST
    assert max(*LIMITS.values(), 4 * file_kinds.LARGEST) < RequestSizeMiddleware.MOST
    assert size_of(place(reverse("outbox:deliver"))) == MOST_BYTES
    for name in ("certificates:check_file", "accounts:import", "desk:home"):
        assert "client_max_body_size" not in place(reverse(name)), name


def test_the_limits_never_stop_a_centre_and_are_wider_than_the_programs() -> None:
    rate = int(re.findall(r"zone=omuzgoh_all:\w+\s+rate=(\d+)r/s", NGINX)[0])
    at_once = {int(number) for number in re.findall(r"limit_req zone=omuzgoh_all burst=3000 delay=(\d+);", SITE)}
    assert at_once == {1200}
    assert at_once.pop() >= 200 * 4 + 200 * 2  # two hundred starts (four requests each), and answers of as many others
    assert rate >= 200 / 4  # an answer each every four seconds
    for name in ("desk:home", "accounts:login", "wagtailadmin_home", "outbox:deliver", "certificates:check_file"):
        assert "limit_req zone=omuzgoh_all" in place(reverse(name)), name
    door = re.findall(r"zone=omuzgoh_log_in burst=(\d+) delay=(\d+);", place(reverse("accounts:login")))
    assert [tuple(map(int, one)) for one in door] == [(400, 200)]  # a hundred people come back from dinner, twice
    files = re.findall(r"zone=omuzgoh_files burst=(\d+)", place(reverse("certificates:check_file")))
    assert [int(one) for one in files] == [2 * MOST_FILES]  # the program counts in windows: two may follow each other
    assert "limit_req" not in place("/static/css/site.css")


def test_every_language_meets_the_same_blocks() -> None:
    for language, _ in settings.LANGUAGES:
        for rest, word in (
            ("courses/library/new/", "110m"), ("assessments/questions/import/", "110m"),
            ("account/login/", "omuzgoh_log_in"), ("certificates/check/file/", "omuzgoh_files"),
        ):  # fmt: skip
            assert word in place(f"/{language}/{rest}"), (language, rest)


def test_headers_that_the_program_believes_are_written_anew_and_once() -> None:
    said = dict(re.findall(r"proxy_set_header (\S+) (\S+);", SITE))
    assert said["X-Forwarded-Proto"] == "$scheme"  # SECURE_PROXY_SSL_HEADER of production
    assert said["X-Forwarded-For"] == "$remote_addr"  # accounts.access.client_address
    assert said["Host"] == "$host"
    assert {name for name, value in said.items() if value == '""'} >= {"Forwarded", "X-Forwarded-Host", "Proxy"}
    for block in re.findall(r"(?ms)^    location .*?^    \}", SITE):
        assert "proxy_set_header" not in block  # it would lose all of the others
        assert "add_header" not in block


def test_what_the_proxy_answers_alone_is_as_strict_as_the_program() -> None:
    production = (Path(settings.BASE_DIR) / "config/settings/production.py").read_text(encoding="utf-8")
    assert "SECURE_HSTS_SECONDS = 365 * 24 * 3600" in production
    assert f'1 "max-age={365 * 24 * 3600}; includeSubDomains; preload"' in NGINX
    assert f"public, max-age={base.WHITENOISE_MAX_AGE}, immutable" in NGINX
    headers = dict(re.findall(r"add_header (\S+) (\$\w+) always;", SITE))
    assert headers.keys() >= {
        "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
        "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control",
    }  # fmt: skip
    policy = re.findall(r"\$omuzgoh_policy \{\s+1 \"(.*?)\"", NGINX)[0]
    for part in ("default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "root /var/lib/omuzgoh;" in place("/static/css/site.css")
    assert (base.STATIC_ROOT.relative_to(base.VAR_DIR).as_posix(), base.STATIC_URL) == ("static", "/static/")
    assert "proxy_pass" in place("/media/film.mp4")  # never from the folder


def test_the_first_server_of_the_port_says_what_nginx_asks_it_before_it_knows_the_host() -> None:
    first = next(block for block in NGINX.split("\nserver {") if "ssl_reject_handshake on" in block)
    for name in ("ssl_protocols", "ssl_session_cache", "ssl_session_tickets", "client_header_timeout"):
        (line,) = re.findall(rf"(?m)^    {name} .*;", SITE)
        assert line in first


def test_machines_and_devices_are_not_led_from_http_to_https() -> None:
    plain = next(block for block in NGINX.split("\nserver {") if "return 301" in block)
    refused = re.findall(r"location (?:= )?(/\S+) \{ return 403; \}", plain)
    machines = ("outbox:deliver", "issuer_keys", "issuer_did", "issuer_profile")
    urls = [reverse(name) for name in machines] + [reverse("status_list", args=[1, "revocation"])]
    for url in urls:
        assert any(url.startswith(path) for path in refused), url


def started(unit: str) -> list[str]:
    return re.findall(r"(?m)^ExecStart=/srv/omuzgoh/\.venv/bin/(.*)$", (UNITS / unit).read_text(encoding="utf-8"))


def test_services_start_what_the_program_starts_itself() -> None:
    serve = (DEPLOY / "serve.py").read_text(encoding="utf-8")
    (web,), (jobs,), (tick,) = (started(f"omuzgoh-{name}.service") for name in ("web", "jobs@", "tick"))
    assert web.startswith("gunicorn config.wsgi:application --workers 2 --threads 4 --preload ")
    assert (
        jobs.removeprefix("python manage.py ").split()
        == re.findall(r'"([^"]+)"', serve[serve.index('"db_worker"') :])[:7]
    )
    assert tick == "python manage.py tick"
    assert "TRUSTED_PROXY=127.0.0.1" in (UNITS / "omuzgoh-web.service").read_text(encoding="utf-8")
    assert "server unix:/run/omuzgoh.sock" in NGINX
    assert "ListenStream=/run/omuzgoh.sock" in (UNITS / "omuzgoh-web.socket").read_text(encoding="utf-8")


def test_all_services_are_shut_in() -> None:
    common = (UNITS / "omuzgoh-.service.d" / "common.conf").read_text(encoding="utf-8").splitlines()
    for line in (
        "User=omuzgoh", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "PrivateNetwork=yes",
        "UMask=0077", "CapabilityBoundingSet=", "ReadWritePaths=/var/lib/omuzgoh /var/lib/omuzgoh-keys",
    ):  # fmt: skip
        assert line in common
        for unit in UNITS.glob("omuzgoh-*.service"):
            assert line.partition("=")[0] + "=" not in unit.read_text(encoding="utf-8"), (unit.name, line)


def test_a_request_through_the_socket_comes_from_the_proxy_and_from_its_client(rf) -> None:
    """Through a Unix socket gunicorn names no address; the unit's TRUSTED_PROXY stands for it."""
    request = rf.get("/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="203.0.113.9")
    with override_settings(TRUSTED_PROXY="127.0.0.1"):
        assert client_address(request) == "203.0.113.9"
    with override_settings(TRUSTED_PROXY=""):
        assert client_address(request) == "127.0.0.1"
