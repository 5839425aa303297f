"""Take in the file that a device saved because it could not send: the items are received as if it had sent them."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.domain.device_files import NotADeviceFileError, read_device_file
from accounts.enums import Act, Role
from accounts.models import User
from accounts.services.audit import remember
from accounts.services.people import check_reason
from foundation.outbox.models import Outcome
from foundation.outbox.receiving import BatchError, read_batch, receive

if TYPE_CHECKING:
    from accounts.domain.device_files import DeviceFile, Saved


class DeviceFileError(Exception):
    """The file is not taken in; the subclass says why. Nothing of it was stored."""


class FileUnreadableError(DeviceFileError):
    """The file is not what the page about the device saves."""


class FileOfAnotherError(DeviceFileError):
    """The items are somebody else's, and the reader is not the registrar of that person's centre."""


@dataclass(frozen=True)
class FileAnswer:
    """What became of one item; `outcome` is None for one that is not complete and was not looked at."""

    label: str
    kind: str
    outcome: Outcome | None
    reason: str


def take_device_file(*, data: bytes, reason: str, by: User, at: datetime.datetime) -> list[FileAnswer]:
    """Receive every item of a saved file (bytes) and return the answers in their order; a repeat changes nothing.

    One's own file needs no `reason`; the registrar of a person's centre takes in that person's file with one.
    Raises FileUnreadableError, FileOfAnotherError, ReasonMissingError or NameInReasonError.
    """
    try:
        file = read_device_file(data)
    except NotADeviceFileError as error:
        raise FileUnreadableError from error
    person = by if file.person == by.pk else _of_the_centre(file, by)
    if person != by:
        check_reason(reason, person)
    answers = [_answer(saved, person, at) for saved in file.items]
    outcomes = Counter(str(answer.outcome or "incomplete") for answer in answers)
    why = "" if person == by else " ".join(reason.split())
    new = {"items": len(answers), **outcomes}
    remember(act=Act.DEVICE_FILE_TAKEN, by=by, subject=person, centre=person.centre, new=new, reason=why)
    return answers


def _of_the_centre(file: "DeviceFile", by: User) -> User:
    near = by.centre_ids(Role.REGISTRAR)
    person: User | None = User.objects.filter(pk=file.person, centre__in=near).select_related("centre").first()
    if person is None:
        raise FileOfAnotherError
    return person


def _answer(saved: "Saved", person: User, at: datetime.datetime) -> FileAnswer:
    try:
        items = read_batch(saved.batch, at)
    except BatchError:
        return FileAnswer(saved.label, saved.kind, None, "")
    receipt = receive(items=items, person=person.pk, at=at)[0]
    return FileAnswer(saved.label, saved.kind, receipt.outcome, str(receipt.said.get("reason", "")))
