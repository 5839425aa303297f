"""A sample is kept with its seed, and comes out again."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services.roles import give_role
from desk.domain.samples import draw
from tests.factories.accounts import make_person


def typed(**fields):
    today = timezone.localdate()
    return {"kind": "roles", "size": "3", "since": (today - datetime.timedelta(days=1)).isoformat(),
            "until": today.isoformat(), **fields}  # fmt: skip


def test_the_same_seed_draws_the_same_rows() -> None:
    rows = [f"{number:03}" for number in range(200)]
    assert draw(rows, 10, "ab12") == draw(rows, 10, "ab12") == sorted(draw(rows, 10, "ab12"))
    assert draw(rows, 10, "ab12") != draw(rows, 10, "ab13")
    assert len(set(draw(rows, 10, "ab12"))) == 10
    assert draw(rows[:4], 10, "ab12") == rows[:4]
    assert draw(rows, 5, "c0ffee") == ["016", "101", "135", "151", "184"]  # kept samples come out again next year


def test_an_auditor_draws_reads_and_draws_again(cast) -> None:
    client = cast.client("auditor")
    sent = client.post(reverse("desk:samples"), typed())
    page = client.get(sent["Location"])
    entry = AuditEntry.objects.get(act="sample_drawn")
    assert (entry.actor, entry.new["size"], len(entry.new["keys"])) == (cast.auditor, 3, 3)
    text = page.content.decode()
    assert entry.new["seed"] in text
    assert "the same rows come out" in text
    assert reverse("accounts:person", kwargs={"pk": AuditEntry.objects.get(pk=entry.new["keys"][0]).subject_id}) in text
    client.post(reverse("desk:samples"), typed(seed=entry.new["seed"]))
    again = AuditEntry.objects.filter(act="sample_drawn").exclude(pk=entry.pk).get()
    assert again.new == entry.new
    give_role(user=make_person(), role=Role.HR, centre=None, by=cast.administrator)
    give_role(user=make_person(), role=Role.HR, centre=None, by=cast.administrator)
    assert "other rows come out" in client.get(sent["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["certificates", "results", "days", "roles"])
def test_every_kind_is_drawn_of_one_centre_too(cast, kind) -> None:
    client = cast.client("auditor")
    for centre in ("", "KHO"):
        sent = client.post(reverse("desk:samples"), typed(kind=kind, centre=centre))
        assert client.get(sent["Location"]).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"size": "0"}, {"size": "9999"}, {"seed": "xyz"}, {"kind": "people"}, {"until": "2001-01-01"}, {"since": ""}],
)
def test_what_cannot_be_drawn_is_said(cast, wrong) -> None:
    answer = cast.client("auditor").post(reverse("desk:samples"), typed(**wrong))
    assert answer.status_code == 422
    assert not AuditEntry.objects.filter(act="sample_drawn").exists()


def test_a_sample_costs_the_same_for_one_row_and_for_five(cast) -> None:
    client = cast.client("auditor")
    costs = []
    for size in ("1", "5"):
        sent = client.post(reverse("desk:samples"), typed(size=size))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(sent["Location"])
        costs.append(len(queries))
    assert costs[0] == costs[1]
