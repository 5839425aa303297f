"""The same program with a header that says how many statements a request sent to the database.

Only the bench serves this, on a second server: the CPU is measured on the program as it is.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from config.wsgi import application as product

HEADER = "X-Queries"


class Count:
    """Counts the statements of one request; BEGIN and savepoints are statements too."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the product does, and add the header."""
    count = Count()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (HEADER, str(count.statements))], *rest)

    with connection.execute_wrapper(count):
        return product(environ, start)  # type: ignore[no-any-return]
