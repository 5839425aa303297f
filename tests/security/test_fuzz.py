"""Fuzz: no form, no JSON, no address makes an error of the server. Bounded here; deeper with `-m long`."""

import logging
from collections.abc import Iterator

import pytest

from tests.permissions.test_permission_table import APPS, TABLES
from tests.security import fuzz


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Thousands of refusals would fill the log, which takes as long as they do."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def walk_of(app: str, cast) -> fuzz.Walk:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    walk = fuzz.Walk(list(table.ROWS), setting, fuzz.People(cast))
    walk.read()
    return walk


@pytest.mark.parametrize("app", APPS)
def test_nothing_that_is_sent_makes_an_error_of_the_server(app: str, cast) -> None:
    walk = walk_of(app, cast)
    fuzz.fuzz_gets(walk, examples=3)
    fuzz.fuzz_posts(walk, examples=8)
    print(app, walk.found.sent, walk.found.statuses)  # noqa: T201
    assert walk.found.sent > 5
    assert not walk.found.places, f"\n{walk.found}"


@pytest.mark.long
@pytest.mark.parametrize("app", APPS)
def test_nothing_at_all_makes_an_error_of_the_server(app: str, cast) -> None:
    walk = walk_of(app, cast)
    fuzz.fuzz_gets(walk, examples=60)
    fuzz.fuzz_posts(walk, examples=200)
    print(app, walk.found.sent, walk.found.statuses)  # noqa: T201
    assert not walk.found.places, f"\n{walk.found}"
