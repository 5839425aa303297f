"""Take the pictures of docs/guide-examinations.md and .ru.md from a running demonstration: `make run`, then
`.venv/bin/python docs/take_examination_pictures.py` (needs `make setup-test`).

It works in the demonstration as people do: a quiz is set and planned, three trainees sit it, one of them without a link
for a while; an essay is written, an exercise is assessed twice. `make demo-reset` puts everything back."""

import datetime
import io
import sys
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from take_instructors_pictures import BIGGEST, CHROMIUM, FAR, FLAGS, FOLDER, PHONE, SCREEN
from take_instructors_pictures import Walk as Seats

ZONE = ZoneInfo("Asia/Dushanbe")
QUIZZES = {"en": "M2.3", "ru": "M2.4"}  # sat in a room, one for each walk
INVIGILATOR = {"en": "MURODZODA", "ru": "Муродзода"}  # who has the seat of the instructor
SILENT = 300000  # ms until somebody of whom nothing is heard must have counted as not connected
LOCALES = {"en": "en-GB", "ru": "ru-RU", "tg": "ru-RU", "fa-af": "fa-IR"}  # how the browser writes days
BAR = 190  # px that stand above a question: how much is answered, saved, left
ASKED = "GEN2"  # the quiz that most people have sat
ESSAY = "GEN4"  # a module whose quiz draws all its questions
# rubric, question and answer of the essay: English, Russian
RUBRIC = (
    ("Says why this harms the service", "Говорит, чем это вредит службе", "2"),
    ("Names a step of one's own and whom one tells", "Называет свой шаг и кому сообщает", "2"),
    ("Protects the colleague from harm", "Оберегает сослуживицу от последствий", "1"),
)
STEM = (
    "A colleague tells you that the patrol list leaves out women again and again. What do you do?",
    "Сослуживица говорит вам, что женщин снова и снова не ставят в дозор. Что вы делаете?",
)
ANSWER = (
    "Сначала спрошу, хочет ли она, чтобы я об этом говорил. Потом посмотрю списки за месяц: это факты, а не слухи. "
    "С ними пойду к начальнику смены. Если женщин не ставят в дозор, некому досматривать женщин и говорить с ними, "
    "и служба теряет сведения. Её имя без её согласия не назову."
)
REASONS = {"en": ("The light failed for some minutes", "As the letter says"),
           "ru": ("Несколько минут не было света", "Как сказано в письме")}  # fmt: skip
DOUBT = {"en": ("The key is in doubt", "Protocol 4"), "ru": ("Ключ под сомнением", "Протокол 4")}


class Walk(Seats):
    """One walk through examinations and practical exercises in one language."""

    def sit(self, seat: str, width: int, height: int) -> Page:
        """A new device in the language of the walk: somebody logs in on it."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=1.5,
            timezone_id=str(ZONE),
            locale=LOCALES[self.language],
        )
        page = context.new_page()
        self.go(page, "")
        self.press(page, f'form[data-seat="{seat}"] button')
        return page

    def save(self, page: Page, name: str, top: str = "", above: int = 12) -> None:
        """Keep what is seen, from `top` on, as small as the guide wants it."""
        page.evaluate("scrollTo(0, 0)")
        if top:
            place = "(node, above) => scrollTo(0, node.getBoundingClientRect().top + scrollY - above)"
            page.locator(top).first.evaluate(place, above)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        path = FOLDER / f"examinations-{name}-{self.language}.webp"
        for quality, share in ((72, 1.0), (60, 1.0), (48, 1.0), (60, 0.75), (48, 0.75), (36, 0.75)):
            smaller = shot.resize((round(shot.width * share), round(shot.height * share)))
            smaller.save(path, quality=quality, method=6)
            if path.stat().st_size <= BIGGEST:
                return

    def on(self, seat: str, path: str, *, language: str = "", width: int = SCREEN, height: int = 860) -> Page:
        """Somebody opens a page on a device of his own, in the language of the walk or in another."""
        walk = Walk(self.browser, self.site, language or self.language)
        page = walk.sit(seat, width, height)
        walk.go(page, path)
        return page

    @staticmethod
    def press(page: Page, button: str) -> None:
        page.locator(button).first.click()
        page.wait_for_load_state("load")

    def cohort(self, code: str) -> str:
        """The id of a cohort, from the list that the registrar sees."""
        page = self.on("registrar", "courses/cohorts/")
        address = page.locator("main a", has_text=code).first.get_attribute("href") or ""
        return address.rstrip("/").rpartition("/")[2]

    # the room

    def settings(self, quiz: str) -> None:
        """The editor says that the quiz is sat in a room, with a time and a code."""
        page = self.on("editor", f"assessments/questions/quizzes/{quiz}/", height=1180)
        page.fill('[name="time_limit_minutes"]', "40")
        page.check('[name="sittings_only"]')
        page.check('[name="start_code"]')
        self.save(page, "settings", "h1")
        self.press(page, "main form .button--primary")

    def plan(self, quiz: str, cohort: str) -> tuple[str, str]:
        """The registrar gives one person more time and plans a sitting that is open now: its address and code."""
        page = self.on("registrar", f"assessments/cohorts/{cohort}/sittings/", height=1050)
        extra = page.locator('form:has([name="percent"])')
        person = extra.locator('[name="enrolment"] option', has_text="DEMO-T2").first.get_attribute("value")
        extra.locator('[name="enrolment"]').select_option(person)
        extra.locator('[name="percent"]').select_option("25")
        extra.locator('[name="reason"]').fill(REASONS[self.language][1])
        extra.locator('[name="document"]').fill("214")
        self.press(page, 'form:has([name="percent"]) .actions button')
        now = datetime.datetime.now(ZONE)
        wanted = page.locator('[name="quiz"] option', has_text=quiz).first.get_attribute("value")
        page.select_option('[name="quiz"]', wanted)
        page.select_option('[name="room"]', index=1)
        page.fill('[name="begins"]', f"{now - datetime.timedelta(minutes=5):%H:%M}")
        page.fill('[name="ends"]', f"{now + datetime.timedelta(minutes=40):%H:%M}")
        page.locator('label:has([name="invigilators"])', has_text=INVIGILATOR[self.language]).click()
        self.save(page, "plan", 'form:has([name="quiz"])')
        self.press(page, 'form:has([name="quiz"]) .button--primary')
        self.press(page, "main table a")
        return page.url.removeprefix(self.site), page.locator(".start-code__signs").inner_text()

    def begin(self, seat: str, quiz: str, code: str, language: str, picture: str = "") -> Page:
        """A trainee types the code and begins on the own telephone."""
        page = self.on(seat, f"assessments/quizzes/{quiz}/", language=language, width=PHONE, height=760)
        page.fill('[name="start_code"]', code)
        if picture:
            self.save(page, picture, ".card--next")
        self.press(page, 'form[action$="/start/"] button')
        page.wait_for_selector("#attempt")
        return page

    @staticmethod
    def answer(page: Page, first: int, last: int) -> None:
        """Give some answer to the questions from `first` to `last`."""
        for position in range(first, last + 1):
            card = page.locator(f"#q{position}")
            if card.locator("label.choice").count():
                card.locator("label.choice").first.click()
            for select in card.locator("select").all():
                select.select_option(index=1)
            for field in card.locator('.field input[name^="q"]:not([type="hidden"])').all():
                field.fill("40")
                field.blur()

    @staticmethod
    def state(page: Page, state: str) -> None:
        expect(page.locator("#state")).to_have_attribute("data-state", state, timeout=30000)

    def room(self, quiz: str, cohort: str) -> None:
        """Three people sit the quiz; one hands in, one goes away, one has no link for a while."""
        address, code = self.plan(quiz, cohort)
        first = self.begin("trainee-tg", quiz, code, "tg")
        gone = self.begin("trainee-fa-af", quiz, code, "fa-af")
        phone = self.begin("trainee-ru", quiz, code, self.language, "start")
        self.answer(gone, 1, 6)
        self.state(gone, "saved")
        gone.context.close()
        self.answer(phone, 1, 4)
        self.state(phone, "saved")
        self.save(phone, "answer", ".attempt-bar")
        phone.context.set_offline(True)
        self.answer(phone, 5, 6)
        self.state(phone, "waiting")
        self.save(phone, "no-link", "#q6", BAR)
        phone.context.set_offline(False)
        self.state(phone, "saved")
        self.answer(first, 1, 20)
        self.state(first, "saved")
        self.press(first, "#attempt [data-submit]")
        if first.locator("[data-hand-in]").count():
            self.press(first, "[data-hand-in] .button--primary")
        self.lead(address, phone)

    def lead(self, address: str, phone: Page) -> None:
        """The invigilator looks who is who, gives time back, stops the room for a moment, and closes it."""
        room = self.sit("instructor", SCREEN, 1000)
        room.goto(self.site + address)
        for person in ("DEMO-T1", "DEMO-T3"):
            self.press(room, f'#p{person} [value="identify"]')
        self.save(room, "room", "h1")
        room.fill('.room-acts [name="reason"]', REASONS[self.language][0])
        self.press(room, '[value="extend"]')
        room.wait_for_selector("#pDEMO-T2 .presence--silent", timeout=SILENT)
        room.locator("#pDEMO-T2 summary").click()
        self.save(room, "seats", "#pDA-2011")
        room.fill('.room-acts [name="reason"]', REASONS[self.language][0])
        self.press(room, '[value="pause"]')
        phone.wait_for_selector("#paused", timeout=60000)
        phone.wait_for_timeout(5000)
        self.save(phone, "paused", "h1")
        self.press(room, '[value="resume"]')
        room.locator("section details summary").first.click()
        self.press(room, '[value="close"]')

    def paper(self, quiz: str, cohort: str) -> None:
        """The same on paper: two versions are drawn, three sheets are typed."""
        page = self.on("registrar", f"assessments/cohorts/{cohort}/quiz-papers/")
        wanted = page.locator('[name="quiz"] option', has_text=quiz).first.get_attribute("value")
        page.select_option('[name="quiz"]', wanted)
        self.press(page, "main form .button--primary")
        self.press(page, "main .actions .button--primary")
        rows: list[Locator] = page.locator(".answers-grid tbody tr").all()
        for number, row in enumerate(rows[:4]):
            row.locator("select").select_option(index=1 + number % 2)
            for place, cell in enumerate(row.locator("input[data-column]").all()[: 20 if number < 3 else 7]):
                looks = cell.get_attribute("placeholder") or "A"
                cell.fill({"T F": "T", "AC": "BD", "A": "ABCD"[(place + number) % 4]}.get(looks, looks))
        page.locator(".scroll").first.evaluate("node => node.scrollTo(0, 0)")
        self.save(page, "grid", "h1")

    # marking

    def write_essay(self) -> None:
        """The editor writes an essay question, the translator its Russian words; a trainee answers it."""
        editor = self.on("editor", f"assessments/questions/new/?module={ESSAY}&kind=essay", language="en")
        editor.fill('[name="stem"]', STEM[0])
        for number, (words, _russian, points) in enumerate(RUBRIC):
            editor.fill(f'[name="option_{number}"]', words)
            editor.fill(f'[name="points_{number}"]', points)
        editor.fill('[name="marks"]', "5")
        self.press(editor, "main form .button--primary")
        code = editor.url.rstrip("/").rpartition("/")[2]
        work = self.on("translator", f"curriculum/work/question/{code}/ru/", language="ru")
        for field, words in zip(
            work.locator('textarea[name^="t-"]').all(), (STEM[1], *(line[1] for line in RUBRIC)), strict=False
        ):
            field.fill(words)
        self.press(work, '[name="hand_in"]')
        trainee = self.on("trainee-ru", f"assessments/quizzes/{ESSAY}/", language="ru", width=PHONE, height=760)
        self.press(trainee, 'form[action$="/start/"] button')
        for field in trainee.locator("#attempt textarea").all():
            field.fill(ANSWER)
            field.blur()
        self.answer(trainee, 1, trainee.locator(".question").count())
        self.state(trainee, "saved")
        self.press(trainee, "#attempt [data-submit]")
        if trainee.locator("[data-hand-in]").count():
            self.press(trainee, "[data-hand-in] .button--primary")

    def mark(self) -> None:
        """The marker sees the answer and the rubric."""
        page = self.on("instructor-2", "assessments/marking/", height=960)
        self.press(page, "main .card--link a")
        page.locator('label:has([name="line_0"][value="2"])').click()
        page.locator('label:has([name="line_1"][value="1"])').click()
        self.save(page, "mark", "h1")

    def regrade(self) -> None:
        """The head looks what would change if a question of the exit test were annulled."""
        page = self.on("head", f"assessments/statistics/{ASKED}/", height=1000)
        self.press(page, "main section tbody th a")
        self.press(page, 'a[href*="/regrade/"]')
        page.check('[name="act"][value="annul"]')
        page.fill('[name="reason"]', DOUBT[self.language][0])
        page.fill('[name="document"]', DOUBT[self.language][1])
        self.press(page, "main form .actions .button--primary")
        self.save(page, "regrade", '[name="act"][value="annul"]')

    # practical exercises

    def practical_day(self, cohort: str) -> None:
        """The registrar checks the numbers of a day before it is planned."""
        page = self.on("registrar", f"assessments/cohorts/{cohort}/practical-days/", height=1000)
        day = datetime.datetime.now(ZONE).date()
        page.fill('[name="date"]', str(day + datetime.timedelta(days=7 - day.weekday())))
        page.check('[name="exercises"][value="PX-G.1"]')
        for box in page.locator('[name="assessors"]').all():
            box.check()
        self.press(page, '[name="check"]')
        self.save(page, "day", "section.card")

    @staticmethod
    def score(page: Page, *points: int) -> None:
        """Tap points for the first criteria, `points` after one another; the last one for all others."""
        for number, card in enumerate(page.locator("[data-criterion]").all()):
            wanted = points[min(number, len(points) - 1)]
            card.locator(f'label:has([value="{wanted}"])').click()

    def checklists(self, cohort: str) -> None:
        """The second assessor marks somebody whom the first one has marked otherwise; another pair shares a device."""
        phone = self.on("instructor-2", "assessments/practicals/", width=PHONE, height=760)
        waiting = phone.locator('.work li:has(.badge--plain) a.button[href*="/PX-2.2/"]')
        people = {"en": ("DA-2010", "DEMO-T1"), "ru": ("DA-2012", "DEMO-T3")}[self.language]
        links = [waiting.and_(phone.locator(f'li:has-text("{number}") a')).first for number in people]
        addresses = [link.get_attribute("href") or "" for link in links]
        phone.goto(self.site + addresses[0])
        self.score(phone, 2, 0, 1, 2)
        self.save(phone, "checklist", "[data-criterion]", 4)
        self.press(phone, ".save-bar button")
        phone.wait_for_selector(".sheets", **FAR)
        phone.goto(f"{self.site}{addresses[1]}second/")
        self.score(phone, 2)
        phone.fill('[name="number"]', "DEMO-I3")
        phone.fill('[name="pin"]', "123456")
        self.save(phone, "second", ".checklist > .card", 420)
        enrolment = addresses[0].rstrip("/").rpartition("/")[2]
        page = self.on("registrar", f"assessments/practicals/PX-2.2/{enrolment}/confirm/", height=1060)
        self.save(page, "differ", "h1")
        page = self.on("registrar", f"assessments/cohorts/{cohort}/practicals/PX-2.2/papers/", height=900)
        self.save(page, "papers", "h1")

    # afterwards

    def afterwards(self, cohort: str) -> None:
        """Results of a course that is over, and what the tests say about themselves."""
        page = self.on("head", f"assessments/cohorts/{cohort}/results/", height=1000)
        page.locator(".scroll").first.evaluate("node => node.scrollTo(node.scrollWidth, 0)")
        self.save(page, "results", "h1")
        page = self.on("head", f"assessments/statistics/{ASKED}/", height=1000)
        self.save(page, "statistics", "h1")
        self.press(page, "main section tbody th a")
        self.save(page, "question", "h1")

    def take(self) -> None:
        running, over, quiz = self.cohort("KHO-3M-1"), self.cohort("KHO-10D-1"), QUIZZES[self.language]
        self.settings(quiz)
        self.room(quiz, running)
        self.paper(quiz, running)
        self.mark()
        self.regrade()
        self.practical_day(running)
        self.checklists(running)
        self.afterwards(over)


def main(site: str, *languages: str) -> None:
    """Take all pictures from the site at this address."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        Walk(browser, site, "ru").write_essay()
        for language in languages or ("en", "ru"):
            Walk(browser, site, language).take()
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
