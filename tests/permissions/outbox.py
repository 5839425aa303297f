"""The permission table of `foundation.outbox`: a form is never taken; JSON is tested in tests/foundation/outbox."""

from tests.permissions.rows import ROLES, Row

ROWS = [
    Row("outbox:deliver", "POST", dict.fromkeys(ROLES, 403)),
    Row("outbox:deliver", "GET", dict.fromkeys(ROLES, 405)),
    Row("outbox:worker", "GET", dict.fromkeys(ROLES, 200)),
]
