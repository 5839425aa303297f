"""What the papers of a ceremony say: names to be signed, the list that is called, the sheet of receipt."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from accounts.access import may_open_name
from accounts.enums import Script
from accounts.selectors.names import Name, current_name_ids, display, names_of
from certificates.domain.names import printed_name
from certificates.models import Batch, Certificate
from certificates.selectors.proofs import Proof, standing_proofs
from courses.selectors.cohorts import roster

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment

SCRIPTS = tuple(Script)


@dataclasses.dataclass(frozen=True)
class NameLine:
    """One person with the name in each script as it will be printed; `ids` tells which names these are.

    `readable` is False where the reader may not open the name: then nothing can be signed here either.
    """

    enrolment: "Enrolment"
    name: str
    written: tuple[tuple[str, str], ...]  # script, name; empty where there is none
    ids: str
    proof: Proof | None
    readable: bool

    @property
    def alone(self) -> "tuple[NameLine, ...]":
        """This line as a sheet of its own."""
        return (self,)


@dataclasses.dataclass(frozen=True)
class CalledLine:
    """One person of a batch on paper; protected people by their number: paper leaves the house."""

    name: str
    second_name: str
    number: str
    protected: bool
    honours: bool
    certificate: Certificate | None


def names_to_sign(cohort: "Cohort", user: "User", language: str) -> list[NameLine]:
    """Return everybody of a cohort with all names, as the trainees have to read them, in the order of the alphabet."""
    lines = roster(cohort, language, by=user)
    people = [line.person for line in lines]
    readable = {person.pk for person in people if may_open_name(user, person)}
    names, ids = names_of(readable), current_name_ids(people)
    proofs = standing_proofs(cohort, [line.enrolment for line in lines], language)
    return [
        NameLine(
            enrolment=line.enrolment,
            name=line.name,
            written=_written(names.get(line.person.pk, {})),
            ids=ids[line.person.pk],
            proof=proofs.get(line.enrolment.pk),
            readable=line.person.pk in readable,
        )
        for line in lines
    ]


def _written(names: Mapping[str, Name]) -> tuple[tuple[str, str], ...]:
    """Return the name in each script as it stands on the paper."""
    parts = {script: (name.surname, name.given_name, name.father_name) for script, name in names.items()}
    languages = {Script.CYRILLIC: "tg", Script.ARABIC: "fa-af", Script.LATIN: "en"}
    return tuple(
        (str(script), printed_name({str(script): parts[script]}, languages[script], "") if script in parts else "")
        for script in SCRIPTS
    )


def called(batch: Batch, language: str, *, honours_first: bool) -> list[CalledLine]:
    """Return the people of a batch in the order of their numbers; those with honours come first if asked for.

    Three queries.
    """
    lines = list(batch.lines.select_related("enrolment__person").order_by("pk"))
    people = [line.enrolment.person for line in lines]
    names = names_of([person for person in people if not person.protected])
    certificates: dict[uuid.UUID, Certificate] = {
        row.enrolment_id: row for row in Certificate.objects.filter(batch=batch)
    }
    if honours_first:
        lines.sort(key=lambda line: not line.honours)
    second = "fa-af" if language != "fa-af" else "tg"
    found = []
    for line in lines:
        person = line.enrolment.person
        own = names.get(person.pk, {})
        name = display(own, language, person.service_number)
        other = display(own, second)
        certificate = certificates.get(line.enrolment_id)
        found.append(
            CalledLine(
                name=name,
                second_name=other if other != name else "",
                number=person.service_number,
                protected=person.protected,
                honours=line.honours,
                certificate=certificate,
            )
        )
    return found
