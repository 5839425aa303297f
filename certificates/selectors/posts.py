"""What a post requires on a day, and whether certificates fulfil it."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from certificates.domain.serials import course_code
from certificates.enums import Answer, CertificateKind
from certificates.models import Certificate, PostRequirement
from certificates.selectors.registers import standing_answer
from courses.selectors.finding import modules_of_versions

Version = tuple[str, int]  # programme code, number


@dataclasses.dataclass(frozen=True)
class Post:
    code: str
    title: str
    required: tuple[str, ...]


def posts_on(day: datetime.date) -> list[Post]:
    """Return the posts that require something on a day, with the codes they require. One query."""
    found: dict[str, list[PostRequirement]] = {}
    rows = PostRequirement.objects.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    for row in rows:
        found.setdefault(row.post, []).append(row)
    return [Post(post, rows[-1].title, tuple(row.code for row in rows)) for post, rows in sorted(found.items())]


def post_on(code: str, day: datetime.date) -> Post | None:
    """Return one post as it was on a day, or None when it required nothing then."""
    return next((post for post in posts_on(day) if post.code == code), None)


def all_requirements() -> list[PostRequirement]:
    """Return every requirement, those in force first within each post."""
    return list(PostRequirement.objects.order_by("post", "valid_to", "code"))


class Fulfilment:
    """Which codes a certificate stands for: its programme, and the modules and whole courses that it teaches."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        versions = {_version(certificate) for certificate in certificates}
        self._modules: Mapping[Version, Collection[str]] = modules_of_versions(versions)

    def lacking(self, required: Collection[str], held: Iterable[Certificate], day: datetime.date) -> list[str]:
        """Return what is required and not proved by a certificate that is valid on `day`. Never asks the database."""
        codes: set[str] = set()
        for certificate in held:
            if standing_answer(certificate, day) == Answer.VALID and certificate.issued_on <= day:
                codes |= self._codes(certificate)
        return [code for code in required if code not in codes]

    def _codes(self, certificate: Certificate) -> set[str]:
        if certificate.kind == CertificateKind.ATTENDANCE:
            return set()  # having been there is no qualification
        programme, number = _version(certificate)
        return {programme, course_code(programme), *self._modules.get((programme, number), ())}


def _version(certificate: Certificate) -> Version:
    programme = certificate.facts["programme"]
    return str(programme["code"]), int(programme["version"])
