"""Jobs of `accounts`: a person's own copy, the retention of the day, the blind index under a new key."""

import datetime
import json
import uuid
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override

from accounts.models import DataCopy
from accounts.pdf.data_copy import draw
from accounts.selectors import data_copy
from accounts.services import name_index, retention
from accounts.services.data_copies import keep_copy

if TYPE_CHECKING:
    from foundation.jobs.models import Job


def make_copy(job: "Job") -> None:
    """Make one copy: its id is the subject. One that is gone or made is no work."""
    copy = DataCopy.objects.select_related("person__rank", "person__centre").filter(pk=uuid.UUID(job.subject)).first()
    if copy is None or copy.made_at is not None:
        return
    person, now = copy.person, timezone.now()
    with override(copy.language):
        found = data_copy.sections(person, copy.language)
        told = [_section(one) for one in found]
    pdf = draw(
        number=person.service_number,
        sections=found,
        language=copy.language,
        calendar=person.calendar,
        on=timezone.localdate(now),
    )
    whole = {
        "format": data_copy.FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "language": copy.language,
        "service_number": person.service_number,
        "sections": told,
        "rows": data_copy.rows(person),
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    keep_copy(copy=copy, files={"pdf": pdf, "json": text.encode("utf-8")}, at=now)


def run_retention(job: "Job") -> None:
    """Throw away what is over. The subject is a day, so that there is one such job a day."""
    del job
    retention.run(at=timezone.now())


def change_index(job: "Job") -> None:
    """Hash the words of sealed names under a new key."""
    del job
    name_index.change_index_key()


def _section(one: data_copy.Section) -> dict[str, object]:
    lines = [[_plain(cell) for cell in line] for line in one.lines]
    return {"title": one.title, "headings": list(one.headings), "lines": lines}


def _plain(cell: object) -> object:
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell if isinstance(cell, int | None) else str(cell)
