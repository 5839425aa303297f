"""How a line of the log is written: one line an event, and nothing of what people typed.

A message of an exception may quote a name or an answer ("invalid literal …: 'Каримов'"), so only those of kinds that
speak of the program itself are written; of all others the kind and the places in the code.
"""

import datetime
import logging
import traceback
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

SPEAK_OF_THE_PROGRAM = (
    AttributeError,
    ImportError,
    NameError,
    TypeError,
    NotImplementedError,
    ImproperlyConfigured,
    OperationalError,
    ProgrammingError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160), 0x2028, 0x2029)}
LONGEST = 2000


class PlainFormatter(logging.Formatter):
    """One event; line ends and control signs that came from outside are written out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the places of an exception below it."""
        record.message = record.getMessage().translate(CONTROLS)[:LONGEST]
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's own name
        """Return the time with its zone, so that lines of several machines can be put in their order."""
        return datetime.datetime.fromtimestamp(record.created, datetime.UTC).astimezone().isoformat(" ", "milliseconds")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return kinds and places of an exception and of what it came from."""
        _kind, error, places = ei
        return "" if error is None else "\n".join(_told(error, places, seen=set()))


def _told(error: BaseException, places: TracebackType | None, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = _told(before, before.__traceback__, seen) if before is not None and id(before) not in seen else []
    lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(places)]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    said = str(error).partition("\n")[0].translate(CONTROLS)[:LONGEST]
    return [*lines, f"{kind}: {said}" if isinstance(error, SPEAK_OF_THE_PROGRAM) and said else kind]
