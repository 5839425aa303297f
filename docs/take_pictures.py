"""Take the pictures of docs/tour.md from a running demonstration: `make run`, then
`.venv/bin/python docs/take_pictures.py` (needs `make setup-test`)."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, SCREEN = 360, 1280

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


def prepare(page: Page, press: str) -> None:
    """Bring the page to what is to be seen."""
    if press == "upload":
        sample = Path(__file__).parent.parent / "desk/static/desk/samples/trainees-dirty.csv"
        page.set_input_files('input[type="file"]', sample)
        press = "main form button.button--primary"
    if press:
        page.locator(press).first.click()
        page.wait_for_load_state("load")


def main(site: str) -> None:
    """Take all pictures from the site at this address."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, seat, language, width, height, path, press in PICTURES:
            context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1.5)
            page = context.new_page()
            page.goto(f"{site}/{language}/")
            if seat:
                page.click(f'form[data-seat="{seat}"] button')
                page.goto(f"{site}/{language}/{path}")
                prepare(page, press)
            shot = Image.open(io.BytesIO(page.screenshot()))
            shot.convert("RGB").save(FOLDER / f"{name}.webp", quality=72, method=6)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
