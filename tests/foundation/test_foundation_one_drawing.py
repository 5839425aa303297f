"""Papers are drawn one after the other in a process, whatever their kind: WeasyPrint's font map is shared."""

import re

from django.conf import settings

APPS = ("accounts", "courses", "attendance", "assessments", "certificates", "cms", "desk")


def test_whoever_draws_holds_the_one_lock() -> None:
    files = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("pdf/*.py")]
    draws = [path for path in files if re.search(r"weasyprint\.HTML\(", path.read_text(encoding="utf-8"))]
    assert len(draws) >= 10
    for path in draws:
        text = path.read_text(encoding="utf-8")
        assert "with typefaces.drawing" in text, path.name
        assert not re.search(r"threading\.R?Lock", text), path.name
