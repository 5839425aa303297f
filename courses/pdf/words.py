"""The words that a book itself says, in one of its languages."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.languages.calendars import format_date
from foundation.languages.text import persian_digits
from foundation.languages.titles import NATIVE_NAMES, direction, html_lang

if TYPE_CHECKING:
    from courses.models import Book
    from courses.selectors.book_contents import BookModule


@dataclasses.dataclass(frozen=True)
class Words:
    """What stands on the pages of a book besides the manual, in `language`."""

    language: str
    name: str
    version: str
    date: str
    state: str
    contents: str
    outcomes: str
    preparation: str
    draft: str
    instructor: str
    answers: str
    answer_on: str
    glossary: str
    doubtful: str
    colophon: str
    kept: str
    origin: str
    set_in: str

    @property
    def html_lang(self) -> str:
        return html_lang(self.language)

    @property
    def direction(self) -> str:
        return direction(self.language)


def shown(number: object, language: str) -> str:
    """Return a number with the digits of a language."""
    return persian_digits(str(number)) if language == "fa-af" else str(number)


def words_of(book: "Book", language: str, *, drafts: bool) -> Words:
    """Return the words of a book in a language; `drafts`: not all of its texts are approved."""
    day = format_date(_day(book.asked_at), language, "gregorian")
    with override(language):
        return Words(
            language=language,
            name=NATIVE_NAMES[language],
            version=_("Version %(number)s") % {"number": shown(book.number, language)},
            date=day,
            state=_("Holds drafts: follow your instructor") if drafts else _("Approved"),
            contents=_("Contents"),
            outcomes=_("After this module you will be able to"),
            preparation=_("The text of this lesson is being prepared"),
            draft=_("Draft"),
            instructor=_("For the instructor"),
            answers=_("Answers"),
            answer_on=_("Answer: page"),
            glossary=_("Glossary"),
            doubtful=_("To be confirmed"),
            colophon=_("About this book"),
            kept=_("This book holds the texts as they stood on %(date)s. Newer texts may have been published since.")
            % {"date": day},
            origin=_("Made by Omuzgoh from the texts of the curriculum. Mark of this state: %(mark)s.")
            % {"mark": book.fingerprint[:12]},
            set_in=_("Set in %(fonts)s, free fonts under the SIL Open Font License.")
            % {"fonts": "Noto Serif, Vazirmatn, Noto Sans Mono"},
        )


def of_module(module: "BookModule", language: str) -> tuple[str, str]:
    """Return the line above and the line below the title of a module: its code, and its hours."""
    hours = {
        "theory": shown(module.theory_hours, language),
        "practice": shown(module.practice_hours, language),
    }
    with override(language):
        return (
            _("Module %(code)s") % {"code": module.code},
            _("Theory: %(theory)s h · practice: %(practice)s h") % hours,
        )


def _day(at: datetime.datetime) -> datetime.date:
    return localdate(at)
