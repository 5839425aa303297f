"""A curriculum of two modules on disk, with every kind of block in four languages. Nobody and nothing in it is real."""

from pathlib import Path

from courses.selectors.manuscripts import (
    COURSE_TEXTS,
    COURSES,
    LANGUAGES,
    LESSON,
    MODULE,
    MODULE_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
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
            "quiz_weight_percent": "40",
            "practical_weight_percent": "60",
            "practical_pass_percent": "70",
            "honours_average": "4.75",
            "validity_months": "0",
            "women_only": "no",
            "quizzes": ("M2.2",),
            "practicals": ("PX-2.2",),
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
