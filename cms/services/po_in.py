"""A PO file comes back: what it would do is told first, then it is kept as drafts. Nothing is published by it.

Every text is judged against the work as it stands: a text whose source has changed since the file was made, whose
marks or placeholders are broken or that brings markup is left out and told. What is empty in the file takes nothing
away.
"""

import dataclasses
import datetime
import re
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.selectors.closed_questions import closed_questions
from cms.domain.catalogue import problems_of
from cms.domain.checking import SERIOUS, check, clean
from cms.domain.po_format import Place, ReadFile, Sent, place_of, read
from cms.domain.work import Segment, Work, WorkKind
from cms.models import WorkDraft
from cms.selectors.wording import catalogue_of, page_with
from cms.services.work import ADAPTERS, UnknownWorkError, WorkChangedError
from courses.access import languages_of

if TYPE_CHECKING:
    from accounts.models import User

KIND = "po"  # of WorkDraft: a file that waits to be taken in
CODE = re.compile(r"`[^`]*`")  # MRZ lines hold many signs that look like markup
TAG = re.compile(r"</?[A-Za-z!?][^<>]*>|<script|<!--", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
LONGEST = 10  # times the source, and some more for short ones
SOME_MORE = 500


class PoRightsError(Exception):
    """The file is in a language that the person does not write."""


class State(models.TextChoices):
    """What a file does to one text."""

    REFUSED = "refused", _("Left out")
    CHANGED = "changed", _("Changed")
    NEW = "new", _("New")
    SAME = "same", _("Unchanged")


class Why(models.TextChoices):
    """Why a text is left out."""

    PLACE = "place", _("This text is not in the curriculum, or not for work in this language.")
    TWICE = "twice", _("The file has this place twice; the first one counts.")
    SOURCE = "source", _("The source text has changed since the file was made.")
    FUZZY = "fuzzy", _("It is marked as fuzzy: not finished.")
    MARKS = "marks", _("A mark is not closed, or what stands between ` and ` is not the same as in the source.")
    PLACEHOLDERS = "placeholders", _("The placeholders, such as %(x)s, are not those of the source sentence.")
    MARKUP = "markup", _("It brings markup or signs that nobody can see.")
    LONG = "long", _("The text is too long.")
    MEANWHILE = "meanwhile", _("Somebody wrote this text while the file was taken in.")


@dataclasses.dataclass(frozen=True, slots=True)
class PoLine:
    """One text of a file: what it is, what stands there now, and what the file does to it."""

    context: str
    title: str
    source: str
    before: str
    after: str
    state: State
    why: Why | None = None


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a file does, text by text in its order."""

    language: str
    lines: tuple[PoLine, ...]

    def having(self, state: State) -> list[PoLine]:
        """Return the lines with one state."""
        return [line for line in self.lines if line.state == state]

    @property
    def writes(self) -> int:
        """How many texts it writes."""
        return sum(line.state in {State.NEW, State.CHANGED} for line in self.lines)


def keep_file(*, data: bytes, by: "User", at: datetime.datetime) -> uuid.UUID:
    """Keep what a file holds until its person confirms it, in place of an earlier file; return its id.

    Raises PoUnreadableError, PoLanguageError, PoRightsError; nothing is kept then.
    """
    file = read(data)
    if file.language not in languages_of(by):
        raise PoRightsError
    pk = uuid.uuid4()
    entries = [[sent.context, sent.source, sent.target, sent.fuzzy] for sent in file.entries]
    WorkDraft.objects.filter(kind=KIND, changed_by=by).delete()
    WorkDraft.objects.create(
        kind=KIND, code=pk.hex, language=file.language, texts={"entries": entries}, changed_by=by, changed_at=at
    )
    return pk


def kept_file(pk: uuid.UUID, user: "User") -> ReadFile | None:
    """Return a file that `user` sent and that still waits, or None: another's file is unknown."""
    draft = WorkDraft.objects.filter(kind=KIND, code=pk.hex, changed_by=user).first()
    if draft is None or draft.language not in languages_of(user):
        return None
    entries = draft.texts["entries"]
    return ReadFile(draft.language, tuple(Sent(entry[0], place_of(entry[0]), *entry[1:]) for entry in entries))


def plan_of(file: ReadFile, *, by: "User", on: datetime.date) -> Plan:
    """Return what a file would do now; writes nothing. Reads each thing once.

    Questions that `by` may not open on the day `on` are unknown to it.
    """
    closed = closed_questions(by, on)
    works: dict[tuple[WorkKind, str], Work | None] = {}
    seen: set[Place | None] = set()
    lines = []
    for sent in file.entries:
        thing = _thing(sent.place, file.language)
        if thing is not None and thing not in works:
            hidden = thing[0] is WorkKind.QUESTION and thing[1] in closed
            works[thing] = None if hidden else ADAPTERS[thing[0]].open_work(thing[1], file.language)
        lines.append(_line(sent, works[thing] if thing else None, seen))
        seen.add(sent.place)
    return Plan(file.language, tuple(lines))


def take_in(*, pk: uuid.UUID, by: "User", at: datetime.datetime) -> Plan | None:
    """Write what a kept file changes as drafts and forget the file; return what was done.

    None when there is no such file of `by`: confirmed twice it is written once. A thing that somebody writes at the
    same moment is left out and told.
    """
    file = kept_file(pk, by)
    if file is None:
        return None
    plan = plan_of(file, by=by, on=timezone.localdate(at))
    refused = {
        line.context
        for thing, texts in _by_thing(plan).items()
        if not _save(thing, texts, file.language, by, at)
        for line in texts.values()
    }
    WorkDraft.objects.filter(kind=KIND, code=pk.hex, changed_by=by).delete()
    lines = (
        dataclasses.replace(line, state=State.REFUSED, why=Why.MEANWHILE) if line.context in refused else line
        for line in plan.lines
    )
    return Plan(plan.language, tuple(lines))


def _save(
    thing: tuple[WorkKind, str], texts: Mapping[str, PoLine], language: str, by: "User", at: datetime.datetime
) -> bool:
    """Keep the texts of one thing as a draft; False when somebody was quicker."""
    kind, code = thing
    work = ADAPTERS[kind].open_work(code, language)
    if work is None:
        return False
    said = {path: line.after for path, line in texts.items()}
    try:
        ADAPTERS[kind].save(code=code, language=language, texts=said, fingerprint=work.fingerprint, by=by, at=at)
    except (WorkChangedError, UnknownWorkError):
        return False
    return True


def _by_thing(plan: Plan) -> Mapping[tuple[WorkKind, str], dict[str, PoLine]]:
    """Return the lines that write something, by thing and path."""
    found: dict[tuple[WorkKind, str], dict[str, PoLine]] = {}
    for line in plan.lines:
        place = place_of(line.context)
        thing = _thing(place, plan.language)
        if place is not None and thing is not None and line.state in {State.NEW, State.CHANGED}:
            found.setdefault(thing, {})[place.path] = line
    return found


def _thing(place: Place | None, language: str) -> tuple[WorkKind, str] | None:
    """Return kind and code of the thing that a place belongs to now; sentences move between pages."""
    if place is None or place.kind not in ADAPTERS:
        return None
    code = page_with(language, place.path) if place.kind is WorkKind.WORDING else place.code
    return (place.kind, code) if code else None


def _line(sent: Sent, work: Work | None, seen: Collection[Place | None]) -> PoLine:
    segment = _segment(sent, work)
    if work is None or segment is None:
        return PoLine(sent.context, "", sent.source, "", sent.target, State.REFUSED, Why.PLACE)
    after = sent.target.strip() if "\n" in segment.source else clean(sent.target)
    title = f"{work.title} · {segment.label}"
    why = Why.TWICE if sent.place in seen else None
    if why is None and after == segment.target and (sent.fuzzy or not segment.stale or sent.source != segment.source):
        return PoLine(sent.context, title, segment.source, segment.target, after, State.SAME)
    why = why or next(_faults(sent, segment, work, after), None)
    state = State.REFUSED if why else State.CHANGED if segment.target else State.NEW
    return PoLine(sent.context, title, segment.source, segment.target, after, state, why)


def _segment(sent: Sent, work: Work | None) -> Segment | None:
    path = sent.place.path if sent.place else None
    return next((segment for segment in work.segments if segment.path == path), None) if work else None


def _faults(sent: Sent, segment: Segment, work: Work, after: str) -> Iterator[Why]:
    if sent.source != segment.source:
        yield Why.SOURCE
    if sent.fuzzy:
        yield Why.FUZZY
    if _foreign(after) - _foreign(segment.source):
        yield Why.MARKUP
    if len(after) > LONGEST * len(segment.source) + SOME_MORE:
        yield Why.LONG
    if work.kind is WorkKind.WORDING:
        if _broken(work.language, segment.path, after):
            yield Why.PLACEHOLDERS
    elif SERIOUS & set(check(source=segment.source, target=after, language=work.language, path=segment.path)):
        yield Why.MARKS


def _foreign(text: str) -> set[str]:
    """Return the markup and the invisible signs of a text."""
    return {*TAG.findall(CODE.sub("", text)), *CONTROL.findall(text)}


def _broken(language: str, path: str, text: str) -> bool:
    message = path.partition(".")[0]
    found: Sequence[str] = next(
        (problems_of(one, [text]) for one in catalogue_of(language).sentences if one.message == message), ()
    )
    return bool(found)
