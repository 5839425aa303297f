"""What a browser would send of a form: its fields as they stand in the page."""

from html.parser import HTMLParser


def fields_of(html: str, marker: str = "") -> dict[str, list[str]]:
    """Return name → values of the fields of the form that has the attribute `marker` (of all forms, without one)."""
    reader = _Fields(marker)
    reader.feed(html)
    return reader.fields


class _Fields(HTMLParser):
    def __init__(self, marker: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._marker = marker
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = not self._marker or self._marker in said
        if not self._inside:
            return
        if tag == "select":
            self._select = said.get("name", "")
            self.fields[self._select] = []
        elif tag == "option" and self._select and ("selected" in said or not self.fields[self._select]):
            self.fields[self._select] = [said.get("value", "")]
        elif tag == "input" and said.get("name"):
            self._input(said)

    def _input(self, said: dict[str, str]) -> None:
        if said.get("type") in {"radio", "checkbox"}:
            if "checked" in said:
                self.fields.setdefault(said["name"], []).append(said.get("value", "on"))
        elif said.get("type") not in {"submit", "file"}:
            self.fields.setdefault(said["name"], []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
