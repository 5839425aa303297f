"""docs/roles.md says nothing else than the permission table."""

from tests.permissions.roles_page import BEGIN, END, PAGE, lines


def test_the_page_does_not_contradict_the_table() -> None:
    """A new address may be missing until the page is written anew (roles_page.py); a wrong line may not stand."""
    shown = PAGE.read_text().partition(BEGIN)[2].partition(END)[0].splitlines()
    wrong = [line for line in shown if line.startswith("| `") and line not in lines()]
    assert wrong == []
    assert len(shown) > 200
