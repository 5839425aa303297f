"""The permission table of `desk`."""

from tests.permissions.rows import ROLES, Row

EVERYBODY = dict.fromkeys(ROLES, 200)

ROWS = [
    Row("desk:door", "GET", {"nobody": 200}, otherwise=302),
    Row("desk:home", "GET", {}, otherwise=200),
]
