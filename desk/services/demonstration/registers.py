"""Registers of past years, what a post requires and an enquiry that nobody has answered. Everybody is invented."""

import contextlib
import datetime
import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from certificates.services.enquiries import send_enquiry
from certificates.services.past_registers import LinesRefusedError, confirm_register, keep_page, keep_register
from certificates.services.posts import RequiredAlreadyError, add_requirement
from desk.services.demonstration.courses import fixed_id
from foundation.languages.typefaces import FOLDER

if TYPE_CHECKING:
    from accounts.models import Centre, User

DAY = datetime.timedelta(days=1)
HEADINGS = "Рақами қайд;Насабу ном;Соли таваллуд;Барнома;Санаи супоридан;Фармоиш;Саҳифа;Хадамот"
# centre, year, keeper, whether the register of the year is whole, lines
REGISTERS = (
    (
        *("KHO", 2010, "DEMO-R1", True),
        (
            "11/2010;Ятимов Сафар;1978;Санҷиши ҳуҷҷатҳо;14.05.2010;31;4;",
            "12/2010;Мародова Гулчеҳра;1983;Санҷиши ҳуҷҷатҳо;14.05.2010;31;4;",
            "13/2010;Ёрмамадов Шодӣ;1980;Назорати сарҳадӣ;22.10.2010;58;5;",
        ),
    ),
    (
        *("DUS", 2011, "DEMO-R2", True),
        (
            "17/2011;Раҳимов Фирӯз Одилович;1981;Санҷиши ҳуҷҷатҳо;15.06.2011;44;12;",
            "18/2011;Назарова Мадина;1984;Санҷиши ҳуҷҷатҳо;15.06.2011;44;12;",
            "19/2011;احمد ظاهر;1979;Санҷиши ҳуҷҷатҳо;15.06.2011;44;13;AF",
        ),
    ),
    ("PAN", 2012, "DEMO-R3", False, ("5/2012;Қодиров Анвар;1985;Назорати сарҳадӣ;02.03.2012;9;2;",)),
)


def load_registers(centres: "dict[str, Centre]", staff: "dict[str, User]", hr: "User", at: datetime.datetime) -> None:
    """Load what is missing: three registers, one scanned page, a post, an enquiry whose deadline has passed."""
    for code, year, keeper, whole, lines in REGISTERS:
        text = "\n".join((HEADINGS, *lines))
        by = staff[keeper]
        draft = keep_register(
            data=text.encode("utf-8"), suffix=".csv", centre=centres[code], year=year, by=by, at=at - 30 * DAY
        )
        with contextlib.suppress(LinesRefusedError):  # a visitor has loaded the same numbers with other data
            confirm_register(draft=draft, whole=whole, by=by, at=at)
    lines = REGISTERS[1][4]
    keep_page(centre=centres["DUS"], year=2011, page="12", data=_page(lines[:2]), by=staff["DEMO-R2"], at=at - 30 * DAY)
    for code in ("BIC-3M", "GEN"):
        with contextlib.suppress(RequiredAlreadyError):
            add_requirement(
                post="KPP-2",
                title="Корманди назорати шиноснома",
                code=code,
                valid_from=datetime.date(at.year, 1, 1),
                by=hr,
                at=at,
            )
    send_enquiry(
        pk=fixed_id("enquiry", "DUS"),
        centre=centres["DUS"],
        certificate=None,
        serial="23/2008",
        year=2008,
        name="Холматов Умед",
        question="Дар қоғаз муҳр хира аст. Дар дафтари соли 2008 зери ин рақам кӣ навишта шудааст?",
        due_on=(at - 3 * DAY).date(),
        by=hr,
        at=at - 20 * DAY,
    )


def _page(lines: "tuple[str, ...]") -> bytes:
    """Return a picture of a ledger page with some lines, as a scanner would send it."""
    picture = Image.new("RGB", (1200, 800), "#f4efe0")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FOLDER / "NotoSerif-Regular.ttf"), 26)
    draw.text((60, 40), "Дафтари қайди шаҳодатномаҳо · 2011 · саҳифаи 12", fill="#333", font=font)
    for row in range(9):
        draw.line((50, 110 + row * 70, 1150, 110 + row * 70), fill="#a89f86", width=2)
    columns = (60, 220, 640, 760, 1040)
    for column in (50, 205, 625, 745, 1025, 1150):
        draw.line((column, 110, column, 670), fill="#a89f86", width=2)
    for row, line in enumerate(lines):
        cells = line.split(";")
        for column, cell in zip(columns, (cells[0], cells[1], cells[2], cells[3][:16], cells[5]), strict=True):
            draw.text((column, 128 + row * 70), cell, fill="#1b2a6b", font=font)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
