"""Lists of people: kept sealed between upload and confirmation, then written in one transaction or not at all."""

import datetime
import hashlib
import uuid

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import registers_trainees
from accounts.domain.findings import Change, LineState, Reason
from accounts.domain.import_rows import Finding
from accounts.enums import Act, ImportState, NameSource, Role
from accounts.models import Centre, ImportDraft, Rank, User
from accounts.selectors.imports import (
    DraftClosedError,
    Plan,
    PlannedLine,
    new_latin,
    new_name,
    open_list,
    plan,
    read_list,
)
from accounts.selectors.names import names_of
from accounts.services.audit import remember
from accounts.services.names import forget_drafts, seal_draft, set_name
from accounts.services.people import add_person
from accounts.services.roles import give_role
from foundation.spreadsheets.reading import Row, Sheet

KEPT = datetime.timedelta(days=1)
MOST_PEOPLE = 500  # a cohort or a few; more would hold the database for too long (14 ms each)


class ListTooLongError(ValueError):
    """The list has more than MOST_PEOPLE lines."""


class ListEmptyError(ValueError):
    """The list has headings and no line below them."""


class LinesRefusedError(Exception):
    """The registrar wants all lines or none, and some are refused."""


def keep_draft(*, data: bytes, suffix: str, centre: Centre, by: User, at: datetime.datetime) -> ImportDraft:
    """Keep an uploaded list sealed until it is confirmed, for a day; the same file again gives the same draft.

    Raises SheetUnreadable, ListEmptyError and ListTooLongError; then nothing is kept.
    """
    sheet = read_list(data, suffix)
    if not sheet.rows:
        raise ListEmptyError
    if len(sheet.rows) > MOST_PEOPLE:
        raise ListTooLongError
    pk = uuid.uuid4()
    sealed = seal_draft(data, pk.bytes)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        expire_drafts(at=at)
        draft, _ = ImportDraft.objects.get_or_create(
            centre=centre,
            by=by,
            file_sha256=digest,
            state=ImportState.DRAFT,
            defaults={"pk": pk, "created_at": at, "suffix": suffix, "sealed": sealed},
        )
        if draft.pk != pk:
            forget_drafts([pk])
    return draft


def expire_drafts(*, at: datetime.datetime) -> int:
    """Throw away the files of lists that were not confirmed within a day; return how many. For `tick`."""
    waiting = ImportDraft.objects.filter(state=ImportState.DRAFT, created_at__lt=at - KEPT)
    due = list(waiting.values_list("pk", flat=True))
    if due:
        ImportDraft.objects.filter(pk__in=due).update(state=ImportState.EXPIRED, sealed=None)
        forget_drafts(due)
    return len(due)


def throw_away(drafts: QuerySet[ImportDraft], centre: Centre | None) -> list[uuid.UUID]:
    """Throw away the files of lists that wait, at a centre or everywhere; return their ids: their keys are to go."""
    waiting = drafts.filter(state=ImportState.DRAFT)
    if centre is not None:
        waiting = waiting.filter(centre=centre)
    ids = list(waiting.values_list("pk", flat=True))
    ImportDraft.objects.filter(pk__in=ids).update(state=ImportState.EXPIRED, sealed=None)
    return ids


def confirm(*, draft: ImportDraft, every_line: bool, by: User, at: datetime.datetime) -> ImportDraft:
    """Write the list: create and change people in one transaction, throw the file away, keep a report without names.

    Refused lines hold up nobody unless `every_line` is asked for. Confirming again changes nothing and returns the
    same report. Raises LinesRefusedError, and DraftClosedError for a list that has expired.
    """
    sheet = _sheet(draft)
    with transaction.atomic():
        locked = ImportDraft.objects.select_for_update().select_related("centre").get(pk=draft.pk)
        if locked.state == ImportState.DONE:
            return locked
        if sheet is None or locked.state == ImportState.EXPIRED:
            raise DraftClosedError
        planned = plan(sheet, locked.centre, at.date())
        if every_line and planned.count(LineState.REFUSED):
            raise LinesRefusedError
        people = _write(planned, locked.centre, by, at)
        locked.state = ImportState.DONE
        locked.sealed = None
        locked.report = _report(planned, people)
        locked.save(update_fields=["state", "sealed", "report"])
        counts = {"counts": planned.counts(), "sha256": locked.file_sha256}
        remember(act=Act.NAMES_IMPORTED, by=by, subject=locked, centre=locked.centre, new=counts)
        forget_drafts([locked.pk])
    return locked


def add_by_hand(*, values: dict[str, str], centre: Centre | None, by: User, at: datetime.datetime) -> PlannedLine:
    """Register one person from a form, by the same rules as a line of a list; a person who is there stays as is.

    A registrar's person is a trainee of `centre`; an administrator's has no role yet and may have no centre.

    Returns what was planned: NEW was created now (`person` is set), SAME and CHANGED were there, REFUSED has reasons.
    """
    sheet = Sheet({}, (Row(1, dict(values)),), (), ())
    with transaction.atomic():
        (line,) = plan(sheet, centre, at.date()).lines
        if line.state == LineState.NEW:
            trainee = registers_trainees(by, centre)
            (person,) = _write(Plan((line,), (), ()), centre, by, at, NameSource.TYPED, trainee=trainee)
            return PlannedLine(line.line, line.state, line.number, line.name, (), line.notes, person=person)
    return line


def _sheet(draft: ImportDraft) -> Sheet | None:
    """Unsealing and reading happen before the transaction."""
    try:
        return open_list(draft)
    except DraftClosedError:
        return None


def _write(
    planned: Plan,
    centre: Centre | None,
    by: User,
    at: datetime.datetime,
    source: NameSource = NameSource.SPREADSHEET,
    *,
    trainee: bool = True,
) -> list[User]:
    """Create and change people; return everybody the list names who is registered now, in its order."""
    ranks = {rank.code: rank for rank in Rank.objects.all()}
    names = names_of([line.person for line in planned.lines if line.person and line.state == LineState.CHANGED])
    people = []
    for line in planned.lines:
        if line.state == LineState.REFUSED or line.entry is None:
            continue
        rank = ranks.get(line.entry.rank)
        person = line.person
        if person is None:
            person = add_person(
                entry=line.entry, rank=rank, centre=centre, source=source, trainee=trainee, by=by, at=at
            )
        elif line.state == LineState.CHANGED:
            entry = line.entry
            person.sex = entry.sex or person.sex
            person.birth_year = entry.birth_year or person.birth_year
            person.rank = rank or person.rank
            person.unit = entry.unit or person.unit
            person.save(update_fields=["sex", "birth_year", "rank", "unit"])
            for name in (new_name(entry, names[person.pk]), new_latin(entry, names[person.pk])):
                if name is not None and person.names_destroyed_at is None:
                    set_name(person=person, name=name, source=source, confirmed=False, by=by, on=at.date())
            if any(change.what == Change.ROLE for change in line.changes):
                give_role(user=person, role=Role.TRAINEE, centre=centre, by=by, on=at.date())
        people.append(person)
    return people


def _report(planned: Plan, people: list[User]) -> dict[str, object]:
    """Counts, ids, and for refused lines the codes of the reasons. Nothing that stood in the file but line numbers."""

    def told(reason: Finding) -> list[str]:
        is_place = reason.code in {Reason.NUMBER_TWICE, Reason.NUMBER_SHARED}
        return [str(reason.code), reason.field, reason.value if is_place else ""]

    return {
        "counts": planned.counts(),
        "people": [str(person.pk) for person in people],
        "refused": [
            [line.line, [told(reason) for reason in line.reasons]]
            for line in planned.lines
            if line.state == LineState.REFUSED
        ],
    }
