"""Give certificates what is made once: a place in the list of states, the seal of the QR code, the credential.

All of it is written before the paper is drawn, so that a paper drawn again has the same code and attachment, whatever
key signs by then.
"""

import datetime
import secrets
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, Count, Value, When
from django.utils import timezone

from certificates.domain.names import Parts
from certificates.domain.serials import SERVICE, course_code
from certificates.enums import CertificateKind, KeyPurpose
from certificates.models import Certificate, Credential
from certificates.selectors.issuer_keys import issuer
from certificates.selectors.papers import frozen_names
from certificates.services.issuer_keys import signing_keys
from certificates.signing import seal as seals
from certificates.signing.credential import Subject, make_credential
from certificates.signing.status import FULL, PLACES
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from certificates.signing.keys import Key

TRIES = 3  # two workers can draw the same place
WRITTEN = ("seal", "status_list", "status_index")

Keys = Mapping[KeyPurpose, "Key"]


def seal_certificates(certificates: Sequence[Certificate], *, at: datetime.datetime) -> dict[uuid.UUID, str]:
    """Seal those that have no seal yet, in place; return the credential of each.

    `certificates` come with their person. What another worker sealed meanwhile stands. The statements do not depend on
    their number. Raises KeysError, or KeyDestroyedError when a person was erased.
    """
    if any(one.seal is None for one in certificates):
        keys = signing_keys(at=at)
        for attempt in range(TRIES):
            try:
                _seal([one for one in certificates if one.seal is None], keys, at)
                break
            except IntegrityError:
                if attempt == TRIES - 1:
                    raise
    rows = Credential.objects.filter(certificate__in=[one.pk for one in certificates])
    return dict(rows.values_list("certificate_id", "token"))


def _seal(certificates: Sequence[Certificate], keys: Keys, at: datetime.datetime) -> None:
    number, places = _free_places(len(certificates))
    made: dict[uuid.UUID, tuple[dict[str, Any], str]] = {}
    for certificate, place in zip(certificates, places, strict=True):
        made[certificate.pk] = _made(certificate, number, place, keys)
    with transaction.atomic():
        rows = Certificate.objects.select_for_update(of=("self",)).filter(pk__in=made, seal__isnull=True)
        still = set(rows.values_list("pk", flat=True))
        if still:
            _write({pk: fields for pk, (fields, _token) in made.items() if pk in still})
            Credential.objects.bulk_create(
                [Credential(certificate_id=pk, token=made[pk][1], signed_at=at) for pk in made if pk in still]
            )
    for certificate in certificates:
        if certificate.pk in still:
            for name, value in made[certificate.pk][0].items():
                setattr(certificate, name, value)
        else:
            certificate.refresh_from_db(fields=WRITTEN)


def _write(values: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Fill the fields of many certificates in one statement."""

    def of(name: str, output: models.Field[Any, Any]) -> Case:
        whens = [When(pk=pk, then=Value(fields[name], output_field=output)) for pk, fields in values.items()]
        return Case(*whens, output_field=output)

    Certificate.objects.filter(pk__in=values).fill_once(
        seal=of("seal", models.BinaryField()),
        status_list=of("status_list", models.PositiveSmallIntegerField()),
        status_index=of("status_index", models.PositiveIntegerField()),
    )


def _free_places(many: int) -> tuple[int, list[int]]:
    """Return the list of states that is being filled, and random places in it that nobody has."""
    filled = Certificate.objects.filter(status_list__isnull=False).values("status_list")
    newest = filled.annotate(many=Count("pk")).order_by("-status_list").values_list("status_list", "many").first()
    number, taken_places = newest or (1, 0)
    assert number is not None
    if taken_places + many > FULL:
        number += 1
    asked = list(_random(2 * many + 8))
    rows = Certificate.objects.filter(status_list=number, status_index__in=asked)
    taken = {place for place in rows.values_list("status_index", flat=True) if place is not None}
    free = [place for place in asked if place not in taken]
    while len(free) < many:  # cannot be reached while half of the list is free, but for the unluckiest draw
        free += list(_random(many, without={*free, *taken}))
    return number, free[:many]


def _random(many: int, *, without: Collection[int] = ()) -> Iterator[int]:
    seen = set(without)
    while many:
        place = secrets.randbelow(PLACES)
        if place not in seen:
            seen.add(place)
            many -= 1
            yield place


def _made(certificate: Certificate, number: int, place: int, keys: Keys) -> tuple[dict[str, Any], str]:
    """Return the fields of a certificate, and its credential."""
    named = certificate.check_allowed and not certificate.person.protected
    names: Mapping[str, Parts] = frozen_names(certificate)["holder"] if named else {}
    salt = seals.new_salt()
    seal = seals.make_seal(_claims(certificate, number, place, salt, names), keys[KeyPurpose.SEAL])
    subject = _subject(certificate, number, place, secrets.token_hex(seals.SALT_BYTES), names)
    token = make_credential(subject, issuer(), keys[KeyPurpose.CREDENTIAL])
    return {"seal": seal, "status_list": number, "status_index": place}, token


def _claims(certificate: Certificate, number: int, place: int, salt: bytes, names: Mapping[str, Parts]) -> seals.Claims:
    hidden = seals.commitments(salt, names)
    return seals.Claims(
        code=certificate.code,
        serial=certificate.serial,
        issuer=SERVICE,
        course=course_code(certificate.facts["programme"]["code"]),
        issued=certificate.issued_on.year * 100 + certificate.issued_on.month,
        status_list=number,
        status_index=place,
        valid_until=certificate.valid_until,
        salt=salt if hidden else b"",
        commitments=hidden,
        kind=seals.KINDS.get(CertificateKind(certificate.kind), 0),
    )


def _subject(certificate: Certificate, number: int, place: int, salt: str, names: Mapping[str, Parts]) -> Subject:
    facts = certificate.facts
    zone = timezone.get_default_timezone()
    begins = datetime.datetime.combine(certificate.issued_on, datetime.time(), zone)
    ends = certificate.valid_until
    return Subject(
        code=certificate.code,
        serial=certificate.serial,
        programme=facts["programme"]["code"],
        version=facts["programme"]["version"],
        titles=facts["course"],
        course=pick(facts["course"], "en").text,
        hours=facts["hours"]["planned"],
        valid_from=begins,
        valid_until=datetime.datetime.combine(ends, datetime.time(23, 59, 59), zone) if ends else None,
        status_list=number,
        status_index=place,
        salt=salt,
        names=names,
    )


def qr_address(certificate: Certificate) -> str:
    """Return what stands in the QR code: the frozen address of the site and the seal, or the code while it has none."""
    if certificate.seal is None:
        return str(certificate.facts["short_url"])
    site = str(certificate.facts["short_url"]).rpartition(seals.PATH)[0] or settings.SITE_URL
    return seals.address(site, bytes(certificate.seal))
