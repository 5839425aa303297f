"""Write the table of docs/roles.md from the permission table: `python -m tests.permissions.roles_page`."""

import importlib
import os
from collections.abc import Iterable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from tests.permissions.rows import ROLES, Row  # noqa: E402 - reason: Django is set up before rows are read

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
BEGIN, END = "<!-- begin: written by tests.permissions.roles_page -->", "<!-- end -->"
AREAS = {
    "accounts": "People, roles, own account",
    "courses": "Courses, lessons, cohorts",
    "attendance": "Rolls and attendance",
    "assessments": "Quizzes, examinations, results",
    "certificates": "Certificates and registers",
    "cms": "Drafting room",
    "desk": "Homes, samples, projects",
}
# Somebody of another centre stands for the role; a stranger is logged in without a role.
SAME = {"other_instructor": "instructor", "other_registrar": "registrar", "other_head": "head"}
OWN = [role for role in ROLES if role not in {"nobody", "stranger", *SAME}]
REFUSED = {403, 404, 405}


def who(rows: Iterable[Row], methods: set[str]) -> str:
    """Say which roles an address answers, for these methods."""
    asked = [row for row in rows if row.method in methods]
    if not asked:
        return "–"
    if any(row.expected("nobody") not in {302, *REFUSED} for row in asked):
        return "everybody"
    if any(row.expected("stranger") not in REFUSED for row in asked):
        return "everybody who is logged in"
    roles = [role for role in OWN if any(row.expected(role) not in REFUSED for row in asked)]
    return ", ".join(role.replace("_", " ") for role in roles) or "–"


def lines() -> list[str]:
    """Return the lines of the page between its marks."""
    written = []
    for app, title in AREAS.items():
        table = importlib.import_module(f"tests.permissions.{app}").ROWS
        names = list(dict.fromkeys(row.url for row in table))
        written += ["", f"### {title}", "", "| address | opened by | something is sent by |", "|---|---|---|"]
        for name in names:
            rows = [row for row in table if row.url == name]
            sent = {row.method for row in rows} - {"GET", "HEAD"}
            written.append(f"| `{name}` | {who(rows, {'GET', 'HEAD'})} | {who(rows, sent)} |")
    return [*written, ""]


def main() -> None:
    """Write the page anew."""
    text = PAGE.read_text()
    before, _mark, rest = text.partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(lines()) + END + after)


if __name__ == "__main__":
    main()
