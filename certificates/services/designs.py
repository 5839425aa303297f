"""Keep designs. A changed design is a new row: certificates name theirs and are drawn from it for ever."""

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.domain.designs import ARTS as ARTS
from certificates.domain.designs import INKS as INKS
from certificates.domain.designs import LAYOUTS as LAYOUTS
from certificates.domain.designs import NO_EMBLEM as NO_EMBLEM
from certificates.domain.designs import OWN as OWN
from certificates.domain.designs import SHIPPED as SHIPPED
from certificates.domain.designs import Cosignatory as Cosignatory  # edges above make them
from certificates.domain.designs import Drawn as Drawn
from certificates.domain.designs import Look as Look
from certificates.domain.letters import unprintable
from certificates.models import Design, DesignPicture

if TYPE_CHECKING:
    from accounts.models import User

CODE = re.compile(r"^[a-z][a-z0-9-]{1,30}$")


class DesignError(Exception):
    """The design cannot be kept so."""


class LettersError(DesignError):
    """A text has letters that the fonts of the paper lack: `letters`."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


class UnknownLookError(DesignError):
    """Layout, art, ink or a picture is not known."""


@dataclasses.dataclass(frozen=True)
class Picture:
    """A picture that was cleaned already: what it is, and its bytes."""

    content_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The name by which designs know it."""
        return hashlib.sha256(self.data).hexdigest()


def save_design(
    *,
    code: str,
    drawn: Drawn,
    pictures: Sequence[Picture] = (),
    by: "User",
    at: datetime.datetime,
) -> Design:
    """Keep a design as the next number of its code, with the pictures it brings; the same as before makes no new row.

    Raises LettersError, UnknownLookError, or DesignError for a code that is none.
    """
    if not CODE.match(code):
        raise DesignError(code)
    letters = unprintable(drawn.words)
    if letters:
        raise LettersError(letters)
    with transaction.atomic():
        for picture in pictures:
            DesignPicture.objects.get_or_create(
                pk=picture.sha256, defaults={"content_type": picture.content_type, "data": picture.data}
            )
        _check_look(drawn)
        last = Design.objects.select_for_update().filter(code=code).order_by("-number").first()
        if last and last.offered and (last.titles, last.settings) == (dict(drawn.titles), drawn.settings):
            return last
        design = Design.objects.create(
            code=code,
            number=last.number + 1 if last else 1,
            titles=dict(drawn.titles),
            settings=drawn.settings,
            made_by=by,
            made_at=at,
        )
        remember(act=Act.DESIGN_KEPT, by=by, subject=design, new={"design": str(design)})
    return design


def _check_look(drawn: Drawn) -> None:
    look = drawn.look
    known: Mapping[str, Sequence[str]] = {look.layout: LAYOUTS, look.art: ARTS, look.ink: INKS}
    if not all(name in names for name, names in known.items()):
        raise UnknownLookError(str(look))
    if DesignPicture.objects.filter(pk__in=look.pictures).count() < len(set(look.pictures)):
        raise UnknownLookError("picture")


def offer_design(*, code: str, offered: bool, by: "User", at: datetime.datetime) -> None:
    """Offer the newest design of a code for new certificates, or no longer. Old certificates are drawn all the same."""
    del at  # the audit entry has the time
    with transaction.atomic():
        newest = Design.objects.select_for_update().filter(code=code).order_by("-number").first()
        if newest is None or newest.offered == offered:
            return
        Design.objects.filter(pk=newest.pk).update(offered=offered)
        remember(act=Act.DESIGN_KEPT, by=by, subject=newest, old={"offered": not offered}, new={"offered": offered})


def plant_designs() -> None:
    """Make the rows of the designs that ship, where they are missing. Repeatable."""
    for code, drawn in SHIPPED.items():
        Design.objects.get_or_create(
            code=code,
            number=1,
            defaults={"titles": dict(drawn.titles), "settings": drawn.settings, "made_at": timezone.now()},
        )
