"""Questions as work of translators: words only; key and marks are out of reach."""

import datetime
import functools
from typing import TYPE_CHECKING

from assessments.services.wording import TextUnknownError, WordsRefusedError, set_question_words
from cms.domain.work import Work, WorkKind
from cms.selectors import bank_work, text_work
from cms.services.work import drafts
from cms.services.work.adapter import Adapter, UnknownWorkError, WorkRefusedError
from courses.enums import Change

if TYPE_CHECKING:
    from accounts.models import User

KIND = WorkKind.QUESTION
read = functools.partial(bank_work.read, KIND)


def publish(work: Work, change: Change | None, by: "User", at: datetime.datetime) -> None:
    """Write the words of a question in one language. Raises WorkRefusedError, UnknownWorkError."""
    words = bank_work.assembled(KIND, work.segments)
    try:
        set_question_words(
            code=work.code, language=work.language, **words, change=drafts.said(work, change), by=by, at=at
        )
    except WordsRefusedError as error:
        raise WorkRefusedError(work, error.problems) from error
    except TextUnknownError as error:
        raise UnknownWorkError from error


ADAPTER = Adapter(
    open_work=functools.partial(text_work.opened, KIND, read),
    save=functools.partial(drafts.save, KIND, read),
    hand_in=functools.partial(drafts.hand_in, KIND, read, publish),
    lines=functools.partial(bank_work.lines, KIND),
    words_to_do=functools.partial(text_work.words_to_do, KIND, read),
)
