"""docs/security.md leaves no requirement of ASVS 5.0.0, levels 1 and 2, out in silence."""

import re
from pathlib import Path

from django.conf import settings

# Section → how many requirements of levels 1 and 2 it has: they come first in each.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip


def test_every_requirement_is_named() -> None:
    text = (Path(settings.BASE_DIR) / "docs/security.md").read_text(encoding="utf-8")
    named = set()
    for section, first, last in re.findall(r"\b(\d+\.\d+)\.(\d+)(?:–\d+\.\d+\.(\d+))?", text):
        named |= {f"{section}.{number}" for number in range(int(first), int(last or first) + 1)}
    asked = {f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)}
    assert sorted(asked - named) == []
    for chapter in ("V10", "V17"):
        assert re.search(rf"## {chapter} .*\n\nNot used", text), chapter
    above = named - asked - {"5.0.0"}  # the release
    unsaid = [
        one for one in above if not re.search(rf"{re.escape(one)}[^)]*level 3|level 3[^)]*{re.escape(one)}", text)
    ]
    assert unsaid == []
