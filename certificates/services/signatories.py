"""Name who signs the certificates of a batch, until it is issued."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.domain.letters import unprintable
from certificates.enums import BatchState
from certificates.models import Batch, BatchSignatory
from certificates.selectors.signatories import heads_on
from certificates.services.batches import NotInOfficeError, NotPreparedError

if TYPE_CHECKING:
    from accounts.models import User

MOST = 3


class SignatoryUnreadableError(ValueError):
    """A free name or an office has letters that cannot be printed (`letters`)."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


class SignatoryOfficeMissingError(ValueError):
    """Whoever is not head of the centre signs with an office, in Tajik at least."""


@dataclasses.dataclass(frozen=True)
class Chosen:
    """One signatory as chosen: a head of the centre by id, or a free name by script; offices by language."""

    person: uuid.UUID | None = None
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    offices: Mapping[str, str] = dataclasses.field(default_factory=dict)


def name_signatories(
    *, batch: Batch, chosen: Sequence[Chosen], by: "User", at: datetime.datetime
) -> list[BatchSignatory]:
    """Let these sign the certificates of a prepared batch, in this order; nobody: the head who issues signs.

    A person of the service must be head of the centre on the effective day. Raises NotPreparedError, NotInOfficeError,
    SignatoryUnreadableError, SignatoryOfficeMissingError.
    """
    del at  # the audit entry has the time
    for one in chosen:
        letters = unprintable("".join((*one.names.values(), *one.offices.values())))
        if letters:
            raise SignatoryUnreadableError(letters)
        if one.person is None and not one.offices.get("tg"):
            raise SignatoryOfficeMissingError
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("cohort__centre").get(pk=batch.pk)
        if held.state != BatchState.PREPARED:
            raise NotPreparedError(held.state)
        people = {one.person for one in chosen if one.person}
        if people and people - heads_on(held.cohort.centre, held.effective_on):
            raise NotInOfficeError
        held.signatories.all().delete()
        rows = BatchSignatory.objects.bulk_create(
            BatchSignatory(
                batch=held,
                position=place,
                person_id=one.person,
                names={} if one.person else dict(one.names),
                offices=dict(one.offices),
            )
            for place, one in enumerate(chosen[:MOST], 1)
        )
        remember(
            act=Act.SIGNATORIES_NAMED,
            by=by,
            subject=held,
            centre=held.cohort.centre,
            new={"signatories": [str(one.person or "free name") for one in chosen]},
        )
    return rows
