"""What posts require: written down and ended by HR, never deleted."""

import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.models import PostRequirement

if TYPE_CHECKING:
    from accounts.models import User


class RequiredAlreadyError(Exception):
    """The post requires this course or module already."""


class EndsBeforeError(Exception):
    """A requirement cannot end before it began."""


def add_requirement(
    *, post: str, title: str, code: str, valid_from: datetime.date, by: "User", at: datetime.datetime
) -> PostRequirement:
    """Write down that a post requires a course or module from a day on. Raises RequiredAlreadyError."""
    del at  # the audit entry has the time
    try:
        with transaction.atomic():
            row = PostRequirement.objects.create(
                post=" ".join(post.upper().split()),
                title=" ".join(title.split()),
                code="".join(code.upper().split()),
                valid_from=valid_from,
            )
            remember(act=Act.POST_CHANGED, by=by, subject=row, new={"post": row.post, "code": row.code})
    except IntegrityError as error:
        raise RequiredAlreadyError from error
    return row


def end_requirement(
    *, requirement: PostRequirement, last_day: datetime.date, by: "User", at: datetime.datetime
) -> PostRequirement:
    """End a requirement after `last_day`; an ended one stays as it is. Raises EndsBeforeError."""
    del at
    with transaction.atomic():
        held = PostRequirement.objects.select_for_update().get(pk=requirement.pk)
        if held.valid_to is not None:
            return held
        if last_day < held.valid_from:
            raise EndsBeforeError
        held.valid_to = last_day
        held.save(update_fields=["valid_to"])
        new = {"post": held.post, "code": held.code, "until": last_day.isoformat()}
        remember(act=Act.POST_CHANGED, by=by, subject=held, new=new)
    return held
