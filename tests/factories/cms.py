"""A curriculum of two modules on disk, with every kind of block in four languages. Nobody and nothing in it is real."""

import io
from pathlib import Path

from PIL import Image

from courses.selectors.manuscripts import (
    ADVICE,
    COURSE_TEXTS,
    COURSES,
    GLOSSARY,
    GLOSSARY_TEXTS,
    LANGUAGES,
    LESSON,
    MODULE,
    MODULE_TEXT,
    PRACTICAL,
    PRACTICAL_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    QUESTION_TEXTS,
    QUESTIONS,
    REFERENCE_TEXTS,
    REFERENCES,
    Block,
    write,
)


def lesson_blocks(language: str, code: str = "M2.2.1", *, changes: dict[str, str] | None = None) -> list[Block]:
    """A lesson with each kind of block. `changes` replaces English words before the language is put behind them."""

    def say(text: str) -> str:
        for old, new in (changes or {}).items():
            text = text.replace(old, new)
        return f"{text} ({language})"

    return [
        Block("lesson", code, {"title": say("Reading the lines"), "summary": say("How lines are read")}),
        Block("outcomes", "outcomes", {"items": (say("read a line"), say("find an error"))}),
        Block("text", "why", {"title": say("Why"), "body": (say("First `P<UTO` **paragraph**"), say("Second"))}),
        Block("text", "bare", {"body": (say("A paragraph without a heading & <signs>"),)}),
        Block("points", "points", {"title": say("Points"), "items": (say("one"), say("two"))}),
        Block("steps", "steps", {"title": say("Steps"), "items": (say("begin"), say("end"))}),
        Block(
            "table",
            "table",
            {
                "title": say("Table"),
                "header": ((say("Sign"), say("Value")),),
                "rows": (("`A`", "10"), (say("filler"), "0")),
            },
        ),
        Block(
            "specimen", "mrz", {"lines": ("P<UTOZARAFSHONI<<MEHROB", "UA30528143UTO9807235"), "caption": say("Lines")}
        ),
        Block("warning", "warning", {"title": say("Careful"), "body": (say("Never alone"),)}),
        Block("legal", "law", {"title": say("Law"), "body": (say("Article 1"),), "checked": "2026-11-22"}),
        Block(
            "scenario",
            "case",
            {"situation": (say("At night"),), "question": (say("What now?"),), "answer": (say("Ask"), say("Write"))},
        ),
        Block("check", "self", {"question": (say("Why 7?"),), "answer": (say("Because"),)}),
        Block("remember", "remember", {"items": (say("this"), say("that"), say("more"))}),
        Block("terms", "terms", {"items": ((say("digit"), say("a sign")), (say("line"), say("a row")))}),
        Block("sources", "sources", {"items": (say("Doc 9303"),)}),
        Block(
            "plan",
            "plan",
            {"rows": (("15", say("talk"), say("class"), say("board")), ("30", say("try"), say("pairs"), "-"))},
        ),
        Block("ask", "ask", {"items": (say("Why? (So.)"),)}),
        Block("errors", "errors", {"items": (say("They hurry. Wait."),)}),
    ]


def write_lesson(
    folder: Path, code: str, *, changes: dict[str, str] | None = None, only: tuple[str, ...] = LANGUAGES
) -> None:
    module = code.rsplit(".", 1)[0]
    for language in only:
        text = write(lesson_blocks(language, code, changes=changes), LESSON)
        (folder / module / f"{code}.{language}.txt").write_text(text, encoding="utf-8")


def write_module(
    folder: Path, code: str, *, lessons: int = 2, title: str = "", safety_critical: tuple[str, ...] = ()
) -> None:
    """A module without texts of lessons."""
    (folder / code).mkdir(exist_ok=True)
    codes = tuple(f"{code}.{number}" for number in range(1, lessons + 1))
    fields = {"course": "M2", "theory": "4", "practice": "2", "lessons": codes}
    if safety_critical:
        fields["safety_critical"] = safety_critical
    fields["outcomes"] = ("skill 4", "knowledge 4")
    (folder / code / "module.txt").write_text(write([Block("module", code, fields)], MODULE), encoding="utf-8")
    for language in LANGUAGES:
        words = Block(
            "module",
            code,
            {
                "title": f"{title or 'Module'} {code} {language}",
                "lessons": tuple(f"Lesson {lesson} {language}" for lesson in codes),
                "outcomes": (f"do it {language}", f"know it {language}"),
            },
        )
        (folder / code / f"module.{language}.txt").write_text(write([words], MODULE_TEXT), encoding="utf-8")


def write_programme(folder: Path, *, version: str = "1", attendance: str = "90", hours: str = "4") -> None:
    block = Block(
        "programme",
        "TRY",
        {
            "version": version,
            "unit": "day",
            "attendance_percent": attendance,
            "attendance_excused_percent": "80",
            "quiz_pass_percent": "60",
            "quiz_attempts": "3",
            "quiz_questions": "20",
            "quiz_weight_percent": "40",
            "practical_weight_percent": "60",
            "practical_pass_percent": "70",
            "practical_difference_points": "15",
            "practical_tries": "2",
            "sample_percent": "20",
            "grade_4_percent": "75",
            "grade_5_percent": "90",
            "honours_average": "4.75",
            "exit_pass_percent": "60",
            "exit_attempts": "2",
            "exit_resit_days": "30",
            "appeal_days": "3",
            "attendance_paper_percent": "50",
            "validity_months": "0",
            "women_only": "no",
            "drafts_shown": "yes",
            "outsider_assessor": "yes",
            "unproved_names": "yes",
            "quizzes": ("M2.2",),
            "practicals": (("PX-2.2",),),
            "absences": tuple((reason, "0", "yes") for reason in ("leave", "duty", "sick", "mission")),
            "parts": (("opening", "-", "1", "0", "1"), ("m2-2-d1", "M2.2", hours, "2", "1")),
        },
    )
    (folder / "programmes.txt").write_text(write([block], PROGRAMMES), encoding="utf-8")
    for language in LANGUAGES:
        words = {
            "title": f"Trial {language}",
            "purpose": f"To try {language}",
            "parts": ("Opening", f"Lines {language}"),
        }
        text = write([Block("programme", "TRY", words)], PROGRAMME_TEXTS)
        (folder / f"programmes.{language}.txt").write_text(text, encoding="utf-8")


def write_curriculum(folder: Path) -> Path:
    """Course M2 with M2.1 (two titles) and M2.2 (one full lesson, one title) and a programme. Returns the folder."""
    folder.mkdir(exist_ok=True)
    write_module(folder, "M2.1")
    write_module(folder, "M2.2")
    write_lesson(folder, "M2.2.1")
    courses = Block("course", "M2", {"modules": ("M2.1", "M2.2")})
    (folder / "courses.txt").write_text(write([courses], COURSES), encoding="utf-8")
    for language in LANGUAGES:
        words = Block("course", "M2", {"title": f"Course {language}", "summary": f"About {language}"})
        (folder / f"courses.{language}.txt").write_text(write([words], COURSE_TEXTS), encoding="utf-8")
    write_programme(folder)
    return folder


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">
<rect x="10" y="20" width="80" height="30" fill="#e4eef7" />
<text x="50" y="40" text-anchor="middle" font-size="14">{1}</text>
<text x="150" y="40" text-anchor="middle" font-size="14">{2} TD3</text>
</svg>
"""


def png(colour: str = "red", size: tuple[int, int] = (700, 420)) -> bytes:
    """A picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def media_blocks(language: str, code: str = "M2.2.2") -> list[Block]:
    """A lesson with each kind of block that names something outside of it."""

    def say(text: str) -> str:
        return f"{text} ({language})"

    return [
        Block("lesson", code, {"title": say("Pictures"), "summary": say("What is shown")}),
        Block("picture", "page", {"file": "page.png", "alt": say("A `UTO` page"), "caption": say("Caption")}),
        Block("picture", "bare", {"file": "page.png", "alt": say("Again")}),
        Block(
            "spots",
            "places",
            {
                "title": say("Places"),
                "file": "page.png",
                "alt": say("A page"),
                "spots": (("10", "20.5", say("first")), ("100", "0", say("second"))),
                "caption": say("Look"),
            },
        ),
        Block(
            "drawing",
            "drawn",
            {"title": say("Zones"), "file": "zones.svg", "alt": say("Zones"), "labels": (say("left"), say("right"))},
        ),
        Block("audio", "heard", {"title": say("Radio"), "file": "radio.mp3", "transcript": (say("Come in"),)}),
        Block("video", "seen", {"title": say("Search"), "file": "search.webm", "transcript": (say("Stand"), "2")}),
        Block("download", "form", {"title": say("Form"), "file": "form.pdf", "note": say("Print it")}),
        Block("term", "word", {"term": "T073"}),
        Block("link", "quiz", {"target": "quiz M2.2", "text": say("To the quiz")}),
        Block("link", "exercise", {"target": "practical PX-2.2", "text": say("To the exercise")}),
    ]


def write_media(folder: Path) -> None:
    """The files that `media_blocks` name."""
    for name in ("pictures", "files"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "pictures" / "page.png").write_bytes(png())
    (folder / "pictures" / "zones.svg").write_text(DRAWING, encoding="utf-8")
    (folder / "files" / "radio.mp3").write_bytes(b"ID3" + bytes(range(256)) * 8)
    (folder / "files" / "search.webm").write_bytes(b"\x1a\x45\xdf\xa3" + b"film" * 400_000)
    (folder / "files" / "form.pdf").write_bytes(b"%PDF-1.4 form")


def write_bank(folder: Path) -> None:
    """A question of each kind and a practical exercise in M2.2, in four languages."""
    questions = [
        ("q-one", {"kind": "single", "options": ("wrong", "right")}, {"options": ("no", "yes")}),
        ("q-many", {"kind": "multiple", "judgement": "yes", "options": ("right", "right")}, {"options": ("a", "b")}),
        ("q-true", {"kind": "true_false", "specimen": ("P<UTO<<",), "answer": "false"}, {}),
        ("q-number", {"kind": "numeric", "answer": "3.50", "tolerance": "0"}, {}),
        ("q-match", {"kind": "matching", "pairs": "2"}, {"pairs": (("l1", "r1"), ("l2", "r2"))}),
    ]
    common = {"lesson": "M2.2.1", "difficulty": "easy", "marks": "2"}
    heads = [Block("question", key, {**fields, **common}) for key, fields, _ in questions]
    (folder / "M2.2" / "questions.txt").write_text(write(heads, QUESTIONS), encoding="utf-8")
    practical = {"minutes": "30", "team": "no", "woman_assessor": "yes", "criteria": ("critical", "plain")}
    (folder / "M2.2" / "PX-2.2.txt").write_text(write([Block("practical", "PX-2.2", practical)], PRACTICAL))
    for language in LANGUAGES:
        texts = [
            Block(
                "question", key, {"stem": (f"{key}? {language}", "Think."), **words, "feedback": (f"Why {language}",)}
            )
            for key, _, words in questions
        ]
        (folder / "M2.2" / f"questions.{language}.txt").write_text(write(texts, QUESTION_TEXTS), encoding="utf-8")
        words = {
            "title": f"Five sheets {language}",
            "conditions": ("Alone.", "At a table."),
            "equipment": ("pencil",),
            "criteria": ("counts", "writes"),
            "guidance": ("Be fair.",),
        }
        text = write([Block("practical", "PX-2.2", words)], PRACTICAL_TEXT)
        (folder / "M2.2" / f"PX-2.2.{language}.txt").write_text(text, encoding="utf-8")


def write_full_curriculum(folder: Path) -> Path:
    """`write_curriculum` with everything a folder may hold: media, glossary, library, questions, an exercise."""
    write_curriculum(folder)
    write_media(folder)
    write_bank(folder)
    terms = Block("term", "T073", {"topic": "protection"})
    (folder / "glossary.txt").write_text(write([terms], GLOSSARY), encoding="utf-8")
    advice = Block("advice", "fa-af", {"forms": (("مرز", "سرحد", "-"),), "letters": (("ي", "ی", "old"),)})
    (folder / "advice.txt").write_text(write([advice], ADVICE), encoding="utf-8")
    reference = Block("reference", "law-border", {"kind": "law", "courses": ("M2",), "checked": "2026-11-22"})
    (folder / "library.txt").write_text(write([reference], REFERENCES), encoding="utf-8")
    module = (folder / "M2.2" / "module.txt").read_text(encoding="utf-8")
    (folder / "M2.2" / "module.txt").write_text(module + "practicals:\n- PX-2.2\n- PX-2.3\n", encoding="utf-8")
    for language in LANGUAGES:
        term = {"term": f"refugee {language}", "forms": ("refugees",), "explanation": "Who fled.", "mark": "proposed"}
        text = write([Block("term", "T073", term)], GLOSSARY_TEXTS)
        (folder / f"glossary.{language}.txt").write_text(text, encoding="utf-8")
        title = Block("reference", "law-border", {"title": f"Law {language}", "citation": "No. 1"})
        (folder / f"library.{language}.txt").write_text(write([title], REFERENCE_TEXTS), encoding="utf-8")
        text = write(media_blocks(language), LESSON)
        (folder / "M2.2" / f"M2.2.2.{language}.txt").write_text(text, encoding="utf-8")
        words = (folder / "M2.2" / f"module.{language}.txt").read_text(encoding="utf-8")
        words = words.replace(f"Lesson M2.2.1 {language}", f"Reading the lines ({language})")
        words = words.replace(f"Lesson M2.2.2 {language}", f"Pictures ({language})")
        (folder / "M2.2" / f"module.{language}.txt").write_text(words, encoding="utf-8")
    return folder
