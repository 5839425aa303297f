"""An erasure that waits stands first on the home of whoever may confirm it, and of nobody else."""

from django.utils import timezone

from accounts.enums import ErasureKind
from accounts.services import erasure


def test_the_second_person_is_told(cast):
    erasure.ask(
        kind=ErasureKind.PERSON,
        person=cast.trainee,
        reason="asked for in writing",
        by=cast.registrar,
        at=timezone.now(),
    )
    told = [
        name
        for name in ("head", "hr", "administrator", "registrar", "instructor", "other_head")
        if "request waits for a second person" in cast.client(name).get("/en/home/").content.decode()
    ]
    assert "head" in told
    assert not {"registrar", "instructor", "other_head"} & set(told)


def test_where_nothing_waits_nothing_is_said(cast):
    assert "second person" not in cast.client("head").get("/en/home/").content.decode()
