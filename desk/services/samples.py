"""Drawing a sample: it is written into the audit trail with its seed and its rows."""

import datetime
import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from desk.domain.samples import draw
from desk.selectors.samples import Wanted, population_of

if TYPE_CHECKING:
    from accounts.models import AuditEntry, User


def draw_sample(*, wanted: Wanted, size: int, seed: str, by: "User", at: datetime.datetime) -> "AuditEntry":
    """Draw `size` rows of what is wanted with the `seed`, or a new one; return the audit entry that keeps them."""
    del at  # the audit entry has the moment
    seed = seed or secrets.token_hex(4)
    population = population_of(wanted, by)
    with transaction.atomic():
        return remember(
            act=Act.SAMPLE_DRAWN,
            by=by,
            centre=wanted.centre,
            new={
                "kind": str(wanted.kind),
                "size": size,
                "since": wanted.since.isoformat(),
                "until": wanted.until.isoformat(),
                "centre": wanted.centre.code if wanted.centre else "",
                "seed": seed,
                "population": len(population),
                "keys": draw(population, size, seed),
            },
        )
