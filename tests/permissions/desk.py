"""The permission table of `desk`: homes for everybody who is logged in, doors only in the demonstration."""

from tests.permissions.rows import ROLES, Row

EVERYBODY = dict.fromkeys(ROLES, 404)

ROWS = [
    Row("desk:door", "GET", {"nobody": 200}, otherwise=302),
    Row("desk:home", "GET", {}, otherwise=200),
    # the people of these tests are no people of the demonstration, so nobody sits in a seat
    Row("desk:seat", "POST", EVERYBODY, kwargs=lambda _: {"slug": "head"}),
    Row("desk:seat", "GET", dict.fromkeys(ROLES, 405), kwargs=lambda _: {"slug": "head"}),
    Row("desk:graduation", "GET", {"registrar": 404, "head": 404, "other_registrar": 404}),
    Row("desk:issue", "GET", {"registrar": 404, "head": 404, "other_registrar": 404}),
]
