"""Nothing on a paper overflows: every text is looked up where the engine really put it, with the longest names."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from certificates.domain.designs import SHIPPED, Look
from certificates.domain.letters import unprintable
from certificates.domain.wording import KINDS as WORDED
from certificates.domain.wording import WORDS
from certificates.pdf import drawing, layouts, sheets
from certificates.pdf.art import ARTS, INKS, drawn
from certificates.pdf.fitting import fitted, lines_of
from certificates.pdf.samples import KINDS, PAIRS, sample_paper
from certificates.selectors.papers import Paper

MM = 25.4 / 96  # millimetres in a CSS pixel
SLACK = 0.35
FRAME = 14.8  # from the edge of the sheet to the inner line of the frames
MISSION = (
    {"cyrl": ("", "Абдураҳмонхоҷазода Муҳаммадҷалолиддин", "")},
    {
        "tg": "Роҳбари намояндагии Созмони байналмилалии муҳоҷират дар Ҷумҳурии Тоҷикистон",
        "ru": "Глава миссии Международной организации по миграции в Республике Таджикистан",
        "fa-af": "رئیس دفتر سازمان بین‌المللی مهاجرت در جمهوری تاجیکستان",
        "en": "Chief of Mission of the International Organization for Migration in Tajikistan",
    },
)


def page_of(paper: Paper) -> Any:
    document = weasyprint.HTML(string=sheets.html_of(paper, drawing._qr(paper.short_url))).render(
        stylesheets=[drawing._style(paper.look.layout)], font_config=drawing._fonts()
    )
    assert len(document.pages) == 1
    return document.pages[0]._page_box


def place(box: Any) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom in millimetres."""
    left, top = box.position_x * MM, box.position_y * MM
    return left, top, left + box.margin_width() * MM, top + box.margin_height() * MM


def within(page: Any, *classes: str) -> Iterator[tuple[str, Any]]:
    """Yield (class, box) of the elements that have one of the classes."""
    for box in page.descendants(placeholders=True):
        element = getattr(box, "element", None)
        if isinstance(box, boxes.BlockBox | boxes.TableCellBox) and hasattr(element, "get"):
            for name in classes:
                if name in (element.get("class") or "").split():
                    yield name, box


def faults(paper: Paper) -> list[str]:
    """Return in words what stands outside its place."""
    page = page_of(paper)
    width, height = layouts.layout_of(paper).size
    found = []
    for box in page.descendants(placeholders=True):
        if isinstance(box, boxes.TextBox) and box.text.strip():
            left, top, right, bottom = place(box)
            if left < FRAME - SLACK or right > width - FRAME + SLACK or bottom > height - FRAME or top < FRAME:
                found.append(f"{box.text!r} crosses the frame at {left:.1f} {top:.1f} {right:.1f} {bottom:.1f}")
    for name, box in within(page, "column", "sign", "numbers", "small", "head", "parts", "signs"):
        left, top, right, bottom = place(box)
        for inner in box.descendants(placeholders=True):
            if isinstance(inner, boxes.TextBox) and inner.text.strip():
                x, _, end, low = place(inner)
                if x < left - SLACK or end > right + SLACK:
                    found.append(f"{inner.text!r} is wider than {name}: {x:.1f}–{end:.1f} in {left:.1f}–{right:.1f}")
                if name != "column" and name != "parts" and low > bottom + SLACK:
                    found.append(f"{inner.text!r} hangs out of {name}")
    (_, foot), *_ = within(page, "foot")
    top = foot.position_y * MM
    for name, box in within(page, "column", "parts"):
        if place(box)[3] > top + SLACK:
            found.append(f"{name} ends at {place(box)[3]:.1f}, the foot begins at {top:.1f}")
    found += _overlaps(page)
    return found


def _overlaps(page: Any) -> Iterator[str]:
    """Yield which parts of the foot lie on each other, and blocks that stand one below the other."""
    parts = [(name, place(box)) for name, box in within(page, "sign", "seal", "numbers", "qr", "small", "block")]
    parts += [("qr", place(box)) for box in page.descendants(placeholders=True) if box.element_tag == "img"]
    for number, (name, one) in enumerate(parts):
        for other, two in parts[number + 1 :]:
            apart = one[2] <= two[0] + SLACK or two[2] <= one[0] + SLACK
            apart = apart or one[3] <= two[1] + SLACK or two[3] <= one[1] + SLACK
            if not apart:
                yield f"{name} lies on {other}"


@pytest.mark.parametrize("design", SHIPPED)
@pytest.mark.parametrize("languages", PAIRS, ids="-".join)
@pytest.mark.parametrize("who", ["short", "afghan", "long"])
def test_nothing_overflows(design: str, languages: tuple[str, ...], who: str) -> None:
    kinds = KINDS if who == "long" else ("certificate",)
    for kind in kinds:
        paper = sample_paper(languages=languages, who=who, kind=kind, look=SHIPPED[design].look)
        assert faults(paper) == [], kind


@pytest.mark.parametrize("design", SHIPPED)
@pytest.mark.parametrize("languages", [("tg", "ru"), ("tg", "ru", "fa-af")], ids="-".join)
def test_two_signatories_with_long_offices(design: str, languages: tuple[str, ...]) -> None:
    for who in ("short", "long"):
        paper = sample_paper(languages=languages, who=who, look=SHIPPED[design].look, signatories=[MISSION])
        assert faults(paper) == []


def test_the_measure_would_notice(monkeypatch) -> None:
    monkeypatch.setattr(layouts, "SHRINKING", (1.6, 1.6))
    found = faults(sample_paper(languages=("tg", "ru", "fa-af"), who="long"))
    assert any("foot begins" in one for one in found), found


@pytest.mark.parametrize("design", SHIPPED)
def test_the_pattern_is_printed_at_36_millimetres(design: str) -> None:
    for kind in ("certificate", "annex"):
        page = page_of(sample_paper(languages=("tg", "ru"), kind=kind, look=SHIPPED[design].look))
        (image,) = [box for box in page.descendants(placeholders=True) if box.element_tag == "img"]
        assert (round(image.width * MM, 1), round(image.height * MM, 1)) == (36.0, 36.0)


@pytest.mark.parametrize("layout", ["landscape-1", "portrait-1"])
def test_dari_is_mirrored_and_stands_at_the_right(layout: str) -> None:
    paper = sample_paper(languages=("tg", "fa-af", "en"), look=Look(layout=layout))
    page = page_of(paper)
    columns = {box.element.get("lang"): box for name, box in within(page, "column")}
    assert columns["fa-AF"].border_box_x() > columns["en"].border_box_x()
    for language, from_the_right in (("fa-AF", True), ("en", False)):
        rows = [box for box in columns[language].descendants() if isinstance(box, boxes.TableRowBox)]
        label, value = (cell.position_x for cell in rows[0].children[:2])
        assert (label > value) is from_the_right


def test_the_same_things_stand_at_the_same_height() -> None:
    page = page_of(sample_paper(languages=("tg", "ru", "fa-af")))
    heights: dict[str, set[float]] = {}
    for name, box in within(page, "name", "course", "issuer"):
        heights.setdefault(name, set()).add(round(box.position_y * MM, 1))
    assert [len(found) for found in heights.values()] == [1, 1, 1], heights


def test_a_name_is_set_smaller_or_on_two_lines_before_it_is_broken() -> None:
    steps = ((1, 24.0, 16.0), (2, 18.0, 12.0))
    assert fitted("Каримзода Далер", 120, steps, bold=True) == (24.0, 1)
    points, lines = fitted("Шарифзода Муҳаммадҷалолиддин", 120, steps, bold=True)
    assert lines == 1
    assert 16 <= points < 24
    points, lines = fitted("Абдураҳмонхоҷазода Муҳаммадҷалолиддин", 100, steps, bold=True)
    assert (lines, points) == (2, 18.0)
    assert lines_of("Абдураҳмонхоҷазода", 10, 20) == 99
    assert lines_of("", 10, 20) == 1


def test_every_word_can_be_printed() -> None:
    assert unprintable("".join(text for words in WORDS.values() for text in words.values())) == ""
    assert unprintable("".join(str(words) for kind in WORDED.values() for words in kind.values())) == ""


@pytest.mark.parametrize("name", ARTS)
@pytest.mark.parametrize("ink", INKS)
def test_art_is_small_and_always_the_same(name: str, ink: str) -> None:
    emblem = layouts.PORTRAIT.emblem
    art = drawn(name, ink, (210, 297), emblem, own_emblem=True)
    assert len(art.data) < 80_000
    drawn.cache_clear()
    assert drawn(name, ink, (210, 297), emblem, own_emblem=True) == art


def test_a_design_may_do_without_an_emblem() -> None:
    for emblem in ("none", "own"):
        paper = sample_paper(languages=("tg", "ru"), look=dataclasses.replace(Look(), emblem=emblem))
        assert 'class="emblem"' not in sheets.html_of(paper, "")
