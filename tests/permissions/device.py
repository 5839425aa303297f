"""The permission table of the pages about the device; everything on them is filled in by the device itself."""

from tests.permissions.rows import ROLES, Row

ROWS = [
    Row("device:device", "GET", {role: 200 for role in ROLES if role != "nobody"}),
    Row("device:offline", "GET", dict.fromkeys(ROLES, 200)),
]
