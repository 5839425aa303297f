"""What models say about personal data is complete, true to their fields, and written down."""

from pathlib import Path

import pytest
from django.core.checks import run_checks

from accounts.models import Pin, Rank
from accounts.selectors.personal_data import Declared, personal_tables, problems, record_of_processing
from foundation.privacy import PERSON, Erased, NotPersonal, Period, Personal, Why

RECORD = Path(__file__).parents[3] / "docs" / "records-of-processing.md"


def said_of(model, personal):
    return [code for _, code, _ in problems([Declared(model, model._meta.label, ours=True, personal=personal)])]


def test_every_model_says_what_it_holds():
    assert problems() == []
    assert [one for one in run_checks(tags=["privacy"]) if one.id.startswith("omuzgoh.P")] == []


@pytest.mark.parametrize(
    ("model", "personal", "codes"),
    [
        (Rank, None, ["P001"]),
        (Rank, "nothing", ["P001"]),
        (Rank, NotPersonal("words"), []),
        (Rank, Personal("nickname", why=Why.PERSON, kept=PERSON, erased=Erased.DELETED), ["P002"]),
        (Pin, NotPersonal("digits"), ["P003"]),
        (Pin, Personal("digest", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="person"), ["P003"]),
        (Pin, Personal("person", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="owner"), ["P004"]),
        (
            Pin,
            Personal("person", why=Why.ACCESS, kept=Period("pins", 3, since="made_at"), erased=Erased.DELETED),
            ["P004"],
        ),
    ],
)
def test_what_is_missing_or_wrong_is_told(model, personal, codes):
    assert said_of(model, personal) == codes


def test_a_model_that_says_nothing_fails_the_check(monkeypatch):
    monkeypatch.delattr(Pin, "personal")
    (found,) = run_checks(tags=["privacy"])
    assert found.id == "omuzgoh.P001"
    assert "accounts.Pin" in found.msg


def test_the_record_of_processing_is_up_to_date():
    assert RECORD.read_text("utf-8") == record_of_processing() + "\n", "run manage.py personal_data --write …"


def test_every_row_about_a_person_leads_to_the_person():
    staff_only = {Erased.NUMBER, Erased.EXPIRES, Erased.RECORD}
    for model, said in personal_tables():
        assert said.of or said.erased in staff_only or model._meta.label in {"certificates.PastWord"}, model
