"""The test page of a printer: crosses whose distance from the edges is known, shifted as the printer is set."""

import uuid
from typing import TYPE_CHECKING

from certificates.pdf.office import office_pdf
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    from certificates.models import Printer

SIZES = {"landscape": (297, 210), "portrait": (210, 297)}  # millimetres
MARGIN = 20


def test_page(printer: "Printer", language: str, orientation: str) -> bytes:
    """Return the PDF of a test page in an orientation ("landscape" or "portrait")."""
    width, height = SIZES[orientation]
    places = [(x, y) for x in (MARGIN, width // 2, width - MARGIN) for y in (MARGIN, height // 2, height - MARGIN)]
    css = [f"@page {{ size: {width}mm {height}mm; margin: 0 }}"]
    css.append(f"body {{ left: {printer.right_mm}mm; top: {printer.down_mm}mm }}")
    crosses = []
    for number, (x, y) in enumerate(places):
        if (x, y) == (width // 2, height // 2):
            continue  # the text stands there
        css.append(f".at{number} {{ left: {x}mm; top: {y}mm }}")
        side = "before" if x > width // 2 else "after"
        crosses.append({"place": f"at{number}", "side": side, "label": f"{x} × {y} mm"})
    context = {
        "lang": html_lang(language),
        "dir": direction(language),
        "orientation": orientation,
        "crosses": crosses,
        "printer": f"{printer.name}: {printer.right_mm:+} mm, {printer.down_mm:+} mm",
    }
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, f"{printer.pk} {orientation}").bytes
    return office_pdf("crosses", context, identifier=identifier, extra_css="\n".join(css))
