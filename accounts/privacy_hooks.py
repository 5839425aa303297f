"""Connects what `accounts` itself keeps about people with erasing, retention and the jobs. Called in `ready()`."""

from typing import TYPE_CHECKING

from accounts.models import ImportDraft
from accounts.services import data_copies, erasing, free_texts, retention
from accounts.services.imports import throw_away
from foundation.jobs import queue

if TYPE_CHECKING:
    from foundation.jobs.models import Job


def connect() -> None:
    """Register handlers. Safe to repeat."""
    erasing.register("accounts.copies", data_copies.erase_copies)
    erasing.register("accounts.lists", _lists)
    erasing.register_keys("accounts.copies", data_copies.keys_of)
    erasing.register_keys("accounts.lists", lambda people, centre: throw_away(ImportDraft.objects.all(), centre))
    free_texts.watch()
    retention.register("data_copies", data_copies.expire_copies)
    queue.register(data_copies.JOB, _make_copy)
    queue.register(retention.JOB, _retention)
    queue.register(erasing.INDEX_JOB, _index)


def _lists(erasing_now: erasing.Erasing) -> None:
    """A list that waits for confirmation may name the person: it is uploaded again, without the person."""
    if erasing_now.person.protected:
        thrown = throw_away(ImportDraft.objects.all(), erasing_now.person.centre)
        erasing_now.keys += thrown
        erasing_now.count("lists", len(thrown))


def _make_copy(job: "Job") -> None:
    from accounts import tasks  # noqa: PLC0415 - reason: WeasyPrint takes 0.4 s to load; only a worker needs it

    tasks.make_copy(job)


def _retention(job: "Job") -> None:
    from accounts import tasks  # noqa: PLC0415 - reason: the same

    tasks.run_retention(job)


def _index(job: "Job") -> None:
    from accounts import tasks  # noqa: PLC0415 - reason: the same

    tasks.change_index(job)
