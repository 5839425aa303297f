"""Fuzz: no form, no JSON, no address makes an error of the server. Bounded here; deeper with `-m long`.

Every answer on the way is looked at as well: its headers (tests/security/headers.py), and where it leads to.
"""

import pytest

from tests.permissions.test_permission_table import APPS, TABLES
from tests.security import fuzz

pytestmark = pytest.mark.usefixtures("silence")


def walk_of(app: str, cast) -> fuzz.Walk:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    walk = fuzz.Walk(list(table.ROWS), setting, fuzz.People(cast))
    walk.read()
    return walk


@pytest.mark.parametrize("app", APPS)
def test_nothing_that_is_sent_makes_an_error_of_the_server(app: str, cast) -> None:
    walk = walk_of(app, cast)
    fuzz.fuzz_gets(walk, examples=2)
    fuzz.fuzz_posts(walk, examples=4)
    inside = sum(walk.found.statuses[status] for status in (200, 400, 404, 409, 422))
    assert inside > walk.found.sent / 4, walk.found.statuses  # not only log-in pages
    assert not walk.found.places, f"\n{walk.found}"


@pytest.mark.long
@pytest.mark.parametrize("app", APPS)
def test_nothing_at_all_makes_an_error_of_the_server(app: str, cast) -> None:
    walk = walk_of(app, cast)
    fuzz.fuzz_gets(walk, examples=60)
    fuzz.fuzz_posts(walk, examples=200)
    assert not walk.found.places, f"\n{walk.found}"
