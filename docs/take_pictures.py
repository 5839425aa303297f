"""Take the pictures of docs/tour.md from a running demonstration: `make run`, then
`.venv/bin/python docs/take_pictures.py` (needs `make setup-test`).

With `guides` behind it, those of the guides for editors and translators. For them some texts are changed, so do it in
a fresh demonstration (`make demo-reset`)."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, SCREEN = 360, 1280
BIGGEST = 60 * 1000  # bytes of a picture

# name, seat ("" is nobody), language, width, height, address (after the language), what to press first
PICTURES = (
    ("doors", "", "tg", SCREEN, 900, "", ""),
    ("home-trainee", "trainee-tg", "tg", PHONE, 780, "home/", ""),
    ("lesson-dari", "trainee-fa-af", "fa-af", PHONE, 1100, "courses/lessons/M2.2.1/", ""),
    ("lesson-russian", "trainee-ru", "ru", SCREEN, 900, "courses/lessons/GEN2.2/", ""),
    ("quiz", "trainee-fa-af", "fa-af", PHONE, 1100, "assessments/quizzes/M2.2/", 'form[action$="/start/"] button'),
    ("import", "registrar", "ru", SCREEN, 900, "account/import/", "upload"),
    ("roll", "instructor", "tg", PHONE, 900, "roll/", ".card:has(.badge--warn) a, .card--next a"),
    ("checklist", "instructor-2", "fa-af", PHONE, 1000, "assessments/practicals/", 'a[href*="/PX-2.2/"]'),
    ("graduation", "registrar", "ru", SCREEN, 1200, "demonstration/graduation/", ""),
    ("folder", "hr", "tg", SCREEN, 700, "certificates/folder/", ""),
    ("audit", "auditor", "ru", SCREEN, 800, "account/audit/", ""),
)

LESSON, HANDED_IN = "M2.2.2", "GEN2.1"  # the lesson that is changed; the one that is handed in for review, in Russian
SENTENCE = " If the digit is wrong, show the document on the second line."
WORK = f"curriculum/work/lesson/{LESSON}/tg/?only=open"

# name, seat, width, height, address, what to do first (a function below); in English and in Russian
GUIDES = (
    ("board", "editor", SCREEN, 860, "curriculum/?course=M2", ""),
    ("blocks", "editor", SCREEN, 1000, f"curriculum/review/lesson/{LESSON}/en/", "open_blocks"),
    ("compare", "editor", SCREEN, 900, f"curriculum/editions/{LESSON}/en/compare/?b=2", ""),
    ("review", "editor", SCREEN, 900, f"curriculum/review/lesson/{HANDED_IN}/ru/", ""),
    ("plan", "instructor", SCREEN, 900, f"courses/lessons/{LESSON}/plan/", ""),
    ("queue", "translator", SCREEN, 860, "curriculum/work/?kind=lesson", ""),
    ("work", "translator", SCREEN, 900, WORK, ""),
    ("warning", "translator", PHONE, 1000, WORK.partition("?")[0], "write_what_is_warned_of"),
    ("doubt", "translator", SCREEN, 800, f"courses/lessons/{LESSON}/questions/", ""),
)


def prepare(page: Page, press: str) -> None:
    """Bring the page to what is to be seen."""
    if press == "upload":
        sample = Path(__file__).parent.parent / "desk/static/desk/samples/trainees-dirty.csv"
        page.set_input_files('input[type="file"]', sample)
        press = "main form button.button--primary"
    if press:
        page.locator(press).first.click()
        page.wait_for_load_state("load")


def sit(
    browser: Browser, site: str, seat: str, language: str, width: int = SCREEN, height: int = 900, scale: float = 1.5
) -> Page:
    """Open the first page and take a seat; "" is nobody's."""
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page = context.new_page()
    page.goto(f"{site}/{language}/")
    if seat:
        page.click(f'form[data-seat="{seat}"] button')
    return page


def keep(page: Page, name: str) -> None:
    """Write what is seen, small enough for a weak link."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for quality in range(72, 20, -8):
        shot.save(FOLDER / f"{name}.webp", quality=quality, method=6)
        if (FOLDER / f"{name}.webp").stat().st_size <= BIGGEST:
            break


def open_source(page: Page) -> None:
    """Go from a review to the page in Wagtail."""
    page.locator('main a[href*="/cms/pages/"]').first.click()
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)


def open_blocks(page: Page, language: str) -> None:
    """Show which blocks a page may have. Wagtail speaks the language that a person has chosen."""
    page.click(f'button[name="language"][value="{language}"]')
    page.wait_for_load_state("load")
    open_source(page)
    page.locator("button.c-sf-add-button").first.click()
    page.wait_for_timeout(600)


def publish(page: Page, language: str) -> None:
    """Change a paragraph (once) and come to the question about the meaning; it is answered after the pictures."""
    open_source(page)
    for field in page.locator("textarea").all()[2:]:
        text = field.input_value()
        if SENTENCE in text or len(text) > 120:
            field.fill(text.replace(SENTENCE, "") + SENTENCE)
            break
    page.locator('button[name="action-publish"]').evaluate("button => button.click()")
    page.wait_for_url("**/publish/")
    page.goto(page.url.replace("/en/", f"/{language}/"))


def write_what_is_warned_of(page: Page, language: str) -> None:
    """Write a letter that the glossary advises against, and save."""
    row = page.locator(".work-row", has_text=SENTENCE.strip()).first
    row.locator("textarea").fill("Агар рақам нодуруст бошад, ҳуҷҷатро ба хати дуюм нишон диҳед. Ыстед.")
    page.click('button[name="save"]')
    page.wait_for_load_state("load")
    row = page.locator(".work-row", has=page.locator(".work-warnings", has_text="Ы")).first
    row.evaluate("row => row.scrollIntoView({behavior: 'instant'})")
    page.wait_for_timeout(300)


ACTS = {"open_blocks": open_blocks, "write_what_is_warned_of": write_what_is_warned_of}


def stage(browser: Browser, site: str) -> None:
    """Change what the guides show: a new meaning, a text in review, a trainee's question."""
    page = sit(browser, site, "editor", "en", scale=1.2)
    page.goto(f"{site}/en/curriculum/review/lesson/{HANDED_IN}/ru/")
    if page.locator('input[name="step"][value="draft"]').count():
        page.click('button[value="forward"]')
    page.goto(f"{site}/en/curriculum/editions/{LESSON}/en/")
    if page.locator("tbody tr").count() == 1:
        for language in ("ru", "en"):
            page.goto(f"{site}/en/curriculum/review/lesson/{LESSON}/en/")
            publish(page, language)
            keep(page, f"guide-publish-{language}")
        page.click('button[value="meaning"]')
        page.wait_for_load_state("load")
    page.context.close()
    for seat, language, words in (
        ("trainee-ru", "ru", "Почему веса 7, 3, 1, а не другие?"),
        ("trainee-tg", "tg", "Чаро ҳарфи A 10 аст?"),
    ):
        page = sit(browser, site, seat, language)
        page.goto(f"{site}/{language}/courses/lessons/{LESSON}/questions/")
        if not page.get_by_text(words).count():
            page.fill("#text", words)
            page.click("main form button.button--primary")
            page.wait_for_load_state("load")
        page.context.close()


def take_guides(browser: Browser, site: str) -> None:
    """Take the pictures of the guides in both languages."""
    stage(browser, site)
    for name, seat, width, height, path, act in GUIDES:
        for language in ("ru", "en"):
            page = sit(browser, site, seat, language, width, height, 1.2)
            page.goto(f"{site}/{language}/{path}")
            if act:
                ACTS[act](page, language)
            keep(page, f"guide-{name}-{language}")
            page.context.close()


def main(site: str, guides: bool) -> None:
    """Take all pictures from the site at this address."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if guides:
            take_guides(browser, site)
        for name, seat, language, width, height, path, press in () if guides else PICTURES:
            page = sit(browser, site, seat, language, width, height)
            if seat:
                page.goto(f"{site}/{language}/{path}")
                prepare(page, press)
            keep(page, name)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    sites = [argument for argument in sys.argv[1:] if argument != "guides"]
    main(sites[0] if sites else "http://127.0.0.1:8000", "guides" in sys.argv)
