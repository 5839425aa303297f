"""Designs: a change is a new row, what was issued is drawn from its own record, letters are looked at before."""

import dataclasses
import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from certificates.domain.designs import SHIPPED, Cosignatory, Drawn, Look
from certificates.models import Certificate, Design, DesignPicture
from certificates.models.certificates import FrozenError
from certificates.pdf.drawing import draw
from certificates.selectors.designs import design_choices, drawn_of, offered_designs
from certificates.selectors.papers import annex_paper_of, paper_of
from certificates.services.batches import DesignGoneError
from certificates.services.batches import LettersError as BatchLettersError
from certificates.services.designs import (
    DesignError,
    LettersError,
    Picture,
    UnknownLookError,
    offer_design,
    plant_designs,
    save_design,
)
from tests.factories.certificates import graduate_all, issue, prepare

BLUE = Drawn({"en": "Blue"}, Look(layout="portrait-1", art="medallion-1", ink="blue"))
MISSION = Cosignatory({"tg": "Роҳбари намояндагӣ", "fa-af": "رئیس دفتر"}, {"cyrl": "Ҷон Смит", "latn": "John Smith"})


def kept(cast, drawn: Drawn = BLUE, code: str = "blue", pictures: tuple[Picture, ...] = ()) -> Design:
    return save_design(code=code, drawn=drawn, pictures=pictures, by=cast.administrator, at=timezone.now())


@pytest.mark.django_db
def test_two_designs_ship() -> None:
    plant_designs()
    assert {(one.code, one.number) for one in Design.objects.all()} == {("guilloche", 1), ("medallion", 1)}
    assert [drawn_of(one).look for one in Design.objects.order_by("code")] == [one.look for one in SHIPPED.values()]
    assert [code for code, _ in design_choices("tg")] == ["guilloche", "medallion"]


def test_a_changed_design_is_a_new_row(cast) -> None:
    first = kept(cast)
    assert kept(cast).pk == first.pk, "the same again is no change"
    second = kept(cast, dataclasses.replace(BLUE, texts={"tg": {"issuer": "Академия"}}))
    assert (first.number, second.number) == (1, 2)
    assert [one.pk for one in offered_designs() if one.code == "blue"] == [second.pk]
    assert AuditEntry.objects.filter(act=Act.DESIGN_KEPT).count() == 2
    first.settings = {}
    with pytest.raises(FrozenError):
        first.save()
    with pytest.raises(FrozenError):
        Design.objects.filter(pk=first.pk).update(settings={})


def test_a_design_may_be_offered_no_longer(cast) -> None:
    kept(cast)
    offer_design(code="blue", offered=False, by=cast.administrator, at=timezone.now())
    assert "blue" not in {code for code, _ in design_choices("en")}
    kept(cast)
    assert "blue" in {code for code, _ in design_choices("en")}


@pytest.mark.parametrize(
    "drawn",
    [
        dataclasses.replace(BLUE, texts={"tg": {"issuer": "漢字"}}),
        dataclasses.replace(BLUE, cosignatory=Cosignatory({}, {"latn": "Zoë 漢"})),
    ],
)
def test_letters_that_cannot_be_printed_are_refused(cast, drawn: Drawn) -> None:
    with pytest.raises(LettersError) as raised:
        kept(cast, drawn)
    assert "漢" in raised.value.letters
    assert not Design.objects.filter(code="blue").exists()


@pytest.mark.parametrize("look", [{"layout": "x"}, {"art": "x"}, {"ink": "x"}, {"emblem": "0" * 64}, {"ground": "1"}])
def test_what_nobody_can_draw_is_refused(cast, look: dict[str, str]) -> None:
    with pytest.raises(UnknownLookError):
        kept(cast, dataclasses.replace(BLUE, look=dataclasses.replace(BLUE.look, **look)))
    with pytest.raises(DesignError):
        kept(cast, code="../x")


def test_pictures_are_kept_by_their_content(cast) -> None:
    picture = Picture("image/png", b"png")
    look = dataclasses.replace(BLUE.look, emblem=picture.sha256)
    kept(cast, dataclasses.replace(BLUE, look=look), pictures=(picture,))
    kept(cast, dataclasses.replace(BLUE, look=look), code="other", pictures=(picture,))
    assert DesignPicture.objects.count() == 1


def test_a_batch_takes_its_design_and_three_languages(cast) -> None:
    kept(cast, dataclasses.replace(BLUE, texts={"tg": {"issuer": "Академияи сарҳадӣ"}}, cosignatory=MISSION))
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar, second_language="ru", third_language="fa-af", design="blue")
    certificate = issue(batch, cast.head)[0]
    paper = paper_of(certificate)
    assert paper.look == BLUE.look
    assert [column.language for column in paper.columns] == ["tg", "ru", "fa-af"]
    assert paper.columns[0].words["issuer"] == "Академияи сарҳадӣ"
    assert certificate.facts["issuer"]["tg"] == "Академияи сарҳадӣ"
    head, mission = paper.signatories
    assert head[0].office == paper.columns[0].words["signatory"]
    assert (mission[0].office, mission[0].name) == ("Роҳбари намояндагӣ", "Ҷон Смит")
    assert mission[2].name == "", "the same letters are not printed twice"

    kept(cast, dataclasses.replace(BLUE, look=dataclasses.replace(BLUE.look, ink="wine")))
    again = Certificate.objects.get(pk=certificate.pk)
    assert paper_of(again) == paper, "the record is drawn as it was frozen"


def test_a_batch_of_a_design_that_is_not_there(cast) -> None:
    graduate_all(cast)
    with pytest.raises(DesignGoneError):
        prepare(cast.cohort, cast.registrar, design="nothing")


def test_a_record_of_the_first_days_is_drawn_with_the_first_design() -> None:
    assert Design(code="guilloche", made_at=datetime.datetime.now(datetime.UTC)).settings == {}
    assert drawn_of(Design(code="guilloche")).look == Look()


def test_what_is_printed_besides_names_is_looked_at_before(cast) -> None:
    graduate_all(cast)
    with pytest.raises(BatchLettersError) as raised:
        prepare(cast.cohort, cast.registrar, number="146-漢")
    assert raised.value.letters == "漢"
    cast.khorog.titles = {"tg": "Маркази 字"}
    cast.khorog.save()
    with pytest.raises(BatchLettersError):
        prepare(cast.cohort, cast.registrar)


def test_a_record_that_was_frozen_before_looks_were_is_drawn_all_the_same(cast) -> None:
    graduate_all(cast)
    certificate = issue(prepare(cast.cohort, cast.registrar), cast.head)[0]
    for key in ("look", "kind", "signatories", "annex"):
        certificate.facts.pop(key)
    paper = paper_of(certificate)
    assert paper.look == Look()
    assert paper.signatories[0][0].name
    assert annex_paper_of(certificate) is None
    assert draw(paper).startswith(b"%PDF")
