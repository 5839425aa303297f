"""Tests of simultaneous work, on a real PostgreSQL: SQLite lets one write at a time and would prove nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the test database for each test, in place of the usual transaction: threads see only what is
    committed, and the usual flush would destroy Wagtail's tree for all others."""
    facts = connection.settings_dict
    name, copy = facts["NAME"], f"{facts['NAME']}_two_devices"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        facts["NAME"] = copy
        yield
        connection.close()
        facts["NAME"] = name
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
