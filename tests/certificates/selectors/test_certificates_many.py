"""The search stays fast with ten thousand certificates and as many lines of past registers."""

import time
import uuid

import pytest
from django.utils import timezone

from accounts.models import PersonName, User
from certificates.models import Certificate, PastEntry
from certificates.selectors.console import find
from courses.models import Enrolment
from foundation.languages.text import fold
from tests.factories.certificates import certificate_of, issued_all
from tests.factories.registers import load

MANY = 10_000
SURNAMES = ("Назаров", "Саидов", "Холов", "Шарипов", "Одинаев")


def fill(cast) -> None:
    model = certificate_of(cast.trainee)
    people = [User(service_number=f"X-{number:06d}", password="!", centre=cast.khorog) for number in range(MANY)]
    User.objects.bulk_create(people, batch_size=500)
    names = []
    for number, person in enumerate(people):
        surname = f"{SURNAMES[number % 5]}{chr(1072 + number % 30)}{chr(1072 + number // 30 % 30)}"
        names.append(
            PersonName(
                person=person,
                script="cyrl",
                surname=surname,
                given_name="Али",
                folded=fold(f"{surname} Али"),
                sort_key="x",
            )
        )
    PersonName.objects.bulk_create(names, batch_size=500)
    enrolments = [Enrolment(cohort=cast.cohort, person=person, enrolled_by=cast.registrar) for person in people]
    Enrolment.objects.bulk_create(enrolments, batch_size=500)
    certificates = [
        Certificate(
            person=person,
            enrolment=enrolment,
            centre_id=model.centre_id,
            design_id=model.design_id,
            series_id=model.series_id,
            number=100 + number,
            serial=f"BFT-KHO-GEN-2025-{number:05d}",
            code=uuid.uuid4().hex[:16].upper(),
            facts=model.facts,
            names=model.names,
            issued_on=model.issued_on,
        )
        for number, (person, enrolment) in enumerate(zip(people, enrolments, strict=True))
    ]
    Certificate.objects.bulk_create(certificates, batch_size=200)
    first = PastEntry.objects.first()
    assert first is not None
    PastEntry.objects.bulk_create(
        [
            PastEntry(
                centre=cast.khorog,
                year=2010,
                draft=first.draft,
                serial=f"{number}/2010",
                key=f"{number}-2010",
                name="Назаров Вали",
                folded="назаров вали",
            )
            for number in range(MANY)
        ],
        batch_size=500,
    )


@pytest.mark.long
@pytest.mark.django_db
def test_a_search_among_ten_thousand_is_quick(cast) -> None:
    issued_all(cast)
    load(centre=cast.khorog, by=cast.registrar)
    fill(cast)
    today = timezone.localdate()
    took = {}
    for typed in ("BFT-KHO-GEN-2025-07777", "X-004321", "Назароваб Али", "7777/2010", "Каримзода", "ничего такого"):
        find(typed, cast.hr, "ru", today)
        begun = time.process_time()
        found = find(typed, cast.hr, "ru", today)
        took[typed] = time.process_time() - begun
        assert found.nothing == (typed == "ничего такого")
    assert max(took.values()) < 0.3
