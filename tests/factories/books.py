"""Texts with real blocks, so that books, slides and two languages have something to align."""

from courses.models import Lesson, LessonEdition

WORDS = {
    "en": ("Why it matters", "First rule.", "Second rule.", "What is the check digit?", "Seven.", "Show the answer"),
    "tg": ("Чаро муҳим аст", "Қоидаи якум.", "Қоидаи дуюм.", "Рақами санҷишӣ чист?", "Ҳафт.", "Ҷавобро нишон диҳед"),
    "fa-af": ("چرا مهم است", "قاعدهٔ اول.", "قاعدهٔ دوم.", "رقم کنترولی چیست؟", "هفت.", "جواب را نشان دهید"),
    "ru": ("Почему это важно", "Первое правило.", "Второе правило.", "Что это?", "Семь.", "Показать ответ"),
}


def body_of(language: str, *, items: int = 2, check: bool = True) -> str:
    """A body as our templates write it: a text, a list, a specimen that is the same everywhere, a check."""
    title, first, second, question, answer, show = WORDS[language]
    rules = [first, second, *(f"{first} {number}" for number in range(3, items + 1))][:items]
    steps = "".join(f"<li>{rule}</li>" for rule in rules)
    picture = f'<pre dir="ltr" class="specimen">P&lt;UTO</pre><figcaption>{title}</figcaption>'
    parts = [
        f'<section id="why" class="block block-text">\n<h2>{title}</h2>\n<p>{first}</p>\n<p>{second}</p>\n</section>',
        f'<section id="rules" class="block block-steps">\n<h2>{title}</h2>\n<ol>{steps}</ol>\n</section>',
        f'<section id="mrz" class="block block-specimen">\n<figure>{picture}</figure>\n</section>',
    ]
    if check:
        parts.append(
            f'<section id="q" class="block block-check">\n<span class="label">{title}</span>\n'
            f'<p class="question">{question}</p>\n'
            f"<details><summary>{show}</summary><p>{answer}</p></details>\n</section>"
        )
    return "\n".join(parts)


def write_lesson(lesson: Lesson, *languages: str, state: str = "draft", **fields: object) -> list[LessonEdition]:
    """Publish the next edition of a lesson, with real blocks, in some languages."""
    made = []
    for language in languages:
        number = LessonEdition.objects.filter(lesson=lesson, language=language).count() + 1
        values: dict[str, object] = {
            "title": f"{lesson.code} {language}",
            "summary": WORDS[language][0],
            "body": body_of(language),
            "instructor_body": '<section id="plan" class="block block-plan"><h2>Plan</h2></section>',
            "source_hash": f"{lesson.code}-{number}",
            "words": 20,
            "approval_state": state,
            **fields,
        }
        made.append(LessonEdition.objects.create(lesson=lesson, language=language, number=number, **values))
    return made
