"""What `certificates` erases with a person: lines of past registers, scans of their pages, enquiries, lists that wait.

Rows of registers stay; what names somebody in them is sealed, and its key goes. A line of a past register leads to no
person: lines with all words of the name go (and the same year of birth, where both are known). It is told how many.
"""

import datetime
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.services.erasing import Erasing
from accounts.services.names import forget_drafts
from certificates.enums import PastDraftState
from certificates.models import Certificate, Enquiry, ListCheck, PastDraft, PastEntry, PastPage, PastWord
from certificates.selectors.enquiries import texts_of
from certificates.selectors.past import open_name
from certificates.services.enquiries import FOLDER as ENQUIRIES
from certificates.services.past_registers import PAGES_FOLDER
from foundation.languages.text import words

if TYPE_CHECKING:
    from accounts.models import Centre, User

ENOUGH_WORDS = 2


def erase(erasing: Erasing) -> None:
    """Name the keys and files that go with a protected person; of others the registers are a record and stay."""
    Certificate.objects.filter(person=erasing.person).update(check_allowed=False)
    if not erasing.person.protected:
        return
    _entries(erasing)
    _enquiries(erasing)
    lists = _throw_away(ListCheck.objects.all(), PastDraft.objects.all())
    erasing.keys += lists
    erasing.count("lists", len(lists))


def keys_of(people: "QuerySet[User]", centre: "Centre | None") -> list[uuid.UUID]:
    """Return the keys of whatever may name protected people of a centre, or of all: lines, scans, enquiries, lists."""
    Certificate.objects.filter(person__in=people).update(check_allowed=False)
    at_centre = Q(centre=centre) if centre else Q()
    found: list[uuid.UUID] = []
    for rows in (
        PastEntry.objects.filter(at_centre, sealed_name__isnull=False),
        PastPage.objects.filter(at_centre),
        Enquiry.objects.filter(at_centre),
    ):
        found += list(rows.values_list("pk", flat=True))
    return found + _throw_away(ListCheck.objects.all(), PastDraft.objects.filter(at_centre))


def rehash(digests: Callable[[str], set[str]]) -> int:
    """Make the hashes of sealed lines anew (accounts/services/name_index.py)."""
    PastWord.objects.all().delete()
    rows = [
        PastWord(entry=entry, digest=digest)
        for entry in PastEntry.objects.filter(sealed_name__isnull=False).iterator(1000)
        for digest in sorted(digests(open_name(entry)))
    ]
    PastWord.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def expire_enquiries(at: datetime.datetime, days: int, rehearsal: bool) -> int:
    """Throw away what was written in enquiries that were filed so many days ago; the rows stay. For the retention."""
    old = Enquiry.objects.filter(closed_at__lt=at - datetime.timedelta(days=days)).exclude(sealed_question=b"")
    if rehearsal:
        return old.count()
    with transaction.atomic():
        ids = list(old.values_list("pk", flat=True))
        Enquiry.objects.filter(pk__in=ids).update(sealed_question=b"", sealed_reply=None, file_kind="")
        forget_drafts(ids)
        transaction.on_commit(partial(_remove, [_file(ENQUIRIES, pk) for pk in ids]))
    return len(ids)


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _entries(erasing: Erasing) -> None:
    """Lines that are sealed and have every word of the name, or the name every word of theirs."""
    pages: set[tuple[int, int, str]] = set()
    for entry in PastEntry.objects.filter(sealed_name__isnull=False).iterator(1000):
        name = set(words(open_name(entry)))
        years = {erasing.person.birth_year, entry.birth_year} - {None}
        if len(name & erasing.words) >= ENOUGH_WORDS and name <= erasing.words and len(years) <= 1:
            erasing.keys.append(entry.pk)
            erasing.count("lines of past registers", 1)
            PastWord.objects.filter(entry=entry).delete()
            if entry.page:
                pages.add((entry.centre_id, entry.year, entry.page))
    for centre, year, page in pages:
        for pk in PastPage.objects.filter(centre=centre, year=year, page=page).values_list("pk", flat=True):
            erasing.keys.append(pk)
            erasing.files.append(_file(PAGES_FOLDER, pk))
            erasing.count("scans of ledger pages", 1)


def _enquiries(erasing: Erasing) -> None:
    for row in Enquiry.objects.exclude(sealed_question=b"").select_related("certificate"):
        said = {word for text in texts_of(row) for word in words(text)}
        own = row.certificate is not None and row.certificate.person_id == erasing.person.pk
        if own or len(said & erasing.words) >= ENOUGH_WORDS:
            erasing.keys.append(row.pk)
            erasing.files.append(_file(ENQUIRIES, row.pk))
            erasing.count("enquiries", 1)


def _throw_away(checks: "QuerySet[ListCheck]", drafts: "QuerySet[PastDraft]") -> list[uuid.UUID]:
    """Throw away the files of lists that HR compares and of registers that wait; return the ids of their keys."""
    checks = checks.filter(sealed__isnull=False)
    drafts = drafts.filter(state=PastDraftState.DRAFT)
    found = [*checks.values_list("pk", flat=True), *drafts.values_list("pk", flat=True)]
    checks.update(sealed=None)
    drafts.update(state=PastDraftState.EXPIRED, sealed=None)
    return found


def _file(folder: str, pk: uuid.UUID) -> Path:
    return Path(settings.PRIVATE_ROOT) / folder / f"{pk}.sealed"
