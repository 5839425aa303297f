"""Let a withheld certificate be confirmed by a phrase or a one-time link, and look behind them once.

Phrases are known to holders only; of links only a hash is kept. Whoever guesses gets the same answer, after the same
work, for codes that do not exist, for those without a phrase and for wrong phrases.
"""

import dataclasses
import datetime
import functools
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from accounts.enums import Act
from accounts.selectors.names import KeyDestroyedError
from accounts.services.audit import remember
from certificates.domain.phrases import check_phrase, phrase_letters
from certificates.models import Certificate, OneTimeLink, Phrase
from certificates.selectors.papers import frozen_names

if TYPE_CHECKING:
    from accounts.models import User

TOKEN_BYTES = 20
MOST_OPEN_LINKS = 5  # of one certificate
MOST_TRIES = 3  # names that do not match; then the link is used up
DAYS = (1, 7, 30)  # how long a link may be open


class NotWithheldError(Exception):
    """The public page confirms this certificate anyway."""


class TooManyLinksError(Exception):
    """Five links of this certificate are open."""


@dataclasses.dataclass(frozen=True)
class NewLink:
    """A link that was made; `token` is shown now and never again."""

    row: OneTimeLink
    token: str


def set_phrase(*, certificate: Certificate, phrase: str, by: "User", at: datetime.datetime) -> Phrase:
    """Put a certificate in trust under a phrase that its holder chose; an older phrase no longer works.

    Raises NotWithheldError, PhraseShortError, PhraseTellingError; PermissionError when `by` is not the holder.
    """
    if certificate.person_id != by.pk:
        raise PermissionError
    if certificate.check_allowed:
        raise NotWithheldError
    digest = make_password(check_phrase(phrase, telling=_telling(certificate, by)))  # slow: before the transaction
    with transaction.atomic():
        row, _ = Phrase.objects.update_or_create(certificate=certificate, defaults={"digest": digest, "set_at": at})
        remember(act=Act.PHRASE_SET, by=by, subject=certificate, centre=certificate.centre)
    return row


@transaction.atomic
def remove_phrase(*, certificate: Certificate, by: "User") -> None:
    """Take a certificate out of trust: no phrase confirms it any more. PermissionError when `by` is not the holder."""
    if certificate.person_id != by.pk:
        raise PermissionError
    if Phrase.objects.filter(certificate=certificate).delete()[0]:
        remember(act=Act.PHRASE_REMOVED, by=by, subject=certificate, centre=certificate.centre)


def is_phrase(*, certificate: Certificate | None, phrase: str) -> bool:
    """Return whether a phrase is the one of a certificate. One hash is computed in every case."""
    row = Phrase.objects.filter(certificate=certificate.pk if certificate else None).first()
    right = check_password(phrase_letters(phrase), row.digest if row else _nobodys())
    return right and row is not None


@transaction.atomic
def make_link(*, certificate: Certificate, days: int, by: "User", at: datetime.datetime) -> NewLink:
    """Make an address that confirms a certificate once within `days` days.

    Raises NotWithheldError, TooManyLinksError, ValueError for a number of days that is not offered.
    """
    if days not in DAYS:
        raise ValueError(days)
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if locked.check_allowed:
        raise NotWithheldError
    if _open_links(at).filter(certificate=locked).count() >= MOST_OPEN_LINKS:
        raise TooManyLinksError
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = OneTimeLink.objects.create(
        certificate=locked, digest=_digest(token), made_by=by, made_at=at, expires_at=at + datetime.timedelta(days=days)
    )
    remember(act=Act.LINK_MADE, by=by, subject=certificate, centre=certificate.centre, new={"link": str(row.pk)})
    return NewLink(row, token)


@transaction.atomic
def withdraw_link(*, link: OneTimeLink, by: "User", at: datetime.datetime) -> bool:
    """Close a link that was not used; False when it was used or closed before."""
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=at):
        return False
    of = link.certificate
    remember(act=Act.LINK_WITHDRAWN, by=by, subject=of, centre=of.centre, new={"link": str(link.pk)})
    return True


def open_link(token: str, at: datetime.datetime) -> OneTimeLink | None:
    """Return the open link with this token, or None. Looking does not use it: programs look at links too."""
    found = _open_links(at).select_related("certificate__centre").filter(digest=_digest(token))
    return found.first()


@transaction.atomic
def use_link(*, link: OneTimeLink, matched: bool, at: datetime.datetime) -> int | None:
    """Use a link with a name: a right one uses it up, so does the third wrong one.

    Return how many tries are left, 0 when it is used up by this one; None when somebody else was faster.
    """
    rows = _open_links(at).filter(pk=link.pk)
    if not matched:
        if not rows.update(tries=F("tries") + 1):
            return None
        tries: int = OneTimeLink.objects.values_list("tries", flat=True).get(pk=link.pk)
        if tries < MOST_TRIES:
            return MOST_TRIES - tries
    if not rows.update(used_at=at):
        return None
    of = link.certificate
    new = {"link": str(link.pk), "name_matched": matched}
    remember(act=Act.LINK_USED, by=None, subject=of, centre=of.centre, new=new)
    return 0


def _open_links(at: datetime.datetime) -> "OneTimeLinkRows":
    return OneTimeLink.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _telling(certificate: Certificate, holder: "User") -> list[str]:
    texts = [holder.service_number, certificate.serial, certificate.code]
    try:
        names = frozen_names(certificate)["holder"]
    except KeyDestroyedError:
        return texts
    return [*texts, *(part for parts in names.values() for part in parts)]


@functools.lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash that no phrase has, so that a code without one costs what others cost."""
    return make_password(secrets.token_hex())


if TYPE_CHECKING:
    from certificates.models.trust import OneTimeLinkQuerySet as OneTimeLinkRows
