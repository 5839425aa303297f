"""A phrase or a one-time link confirms a withheld certificate: made by the right people, once, and never guessed."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from certificates.domain.phrases import PhraseShortError, PhraseTellingError, check_phrase, phrase_letters
from certificates.models import Certificate, CheckCount, OneTimeLink, Phrase
from certificates.services import trust
from certificates.services.checks import MOST_PHRASES, MOST_PHRASES_OF_ADDRESS, admit_phrase, forget_counts
from tests.factories.certificates import certificate_of, issued_all

PHRASE = "چهار گنجشک روی دیوار کهنه نشسته"


@pytest.fixture
def withheld(cast) -> Certificate:
    issued_all(cast)
    return certificate_of(cast.afghan)


@pytest.mark.parametrize(
    "phrase",
    ["", "four words", "a b c d e f", "same same same same same", "яктои дутои сетои", "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۶ ۷۸۹۰"][:5],
)
def test_a_short_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseShortError):
        check_phrase(phrase, telling=())


def test_a_phrase_that_names_its_holder_is_refused() -> None:
    for phrase in ("زهرا در باغ کهنهٔ انگور", "the old garden of AF-100003", "old garden behind zahra house"):
        with pytest.raises(PhraseTellingError):
            check_phrase(phrase, telling=["زهرا", "غلام علی", "ZAHRA", "AF-100003"])


def test_a_phrase_is_the_same_on_any_keyboard() -> None:
    assert phrase_letters("كتاب كهنه، روي ديوار!") == phrase_letters("کتاب کهنه روی دیوار")
    assert phrase_letters("Чор гунҷишк бар Девор") == phrase_letters("чоргунчишк  бар девор")


def test_only_the_holder_sets_the_phrase(cast, withheld) -> None:
    for name in ("hr", "head", "administrator", "classmate"):
        with pytest.raises(PermissionError):
            trust.set_phrase(certificate=withheld, phrase=PHRASE, by=getattr(cast, name), at=timezone.now())
        with pytest.raises(PermissionError):
            trust.remove_phrase(certificate=withheld, by=getattr(cast, name))
    row = trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    assert "گنجشک" not in row.digest
    assert AuditEntry.objects.filter(act=Act.PHRASE_SET, actor=cast.afghan).count() == 1
    assert Phrase.objects.visible_to(cast.hr).count() == 0


def test_what_the_public_page_confirms_needs_neither_phrase_nor_link(cast, withheld) -> None:
    certificate = certificate_of(cast.trainee)
    with pytest.raises(trust.NotWithheldError):
        trust.set_phrase(certificate=certificate, phrase=PHRASE, by=cast.trainee, at=timezone.now())
    with pytest.raises(trust.NotWithheldError):
        trust.make_link(certificate=certificate, days=7, by=cast.hr, at=timezone.now())


def test_the_phrase_in_any_spelling_and_no_other(cast, withheld) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    assert trust.is_phrase(certificate=withheld, phrase="چهار  گنجشك روي ديوار كهنه نشسته ")
    assert not trust.is_phrase(certificate=withheld, phrase="چهار گنجشک روی دیوار کهنه")
    assert not trust.is_phrase(certificate=None, phrase=PHRASE)
    assert not trust.is_phrase(certificate=certificate_of(cast.trainee), phrase=PHRASE)
    trust.set_phrase(certificate=withheld, phrase="another phrase of five words", by=cast.afghan, at=timezone.now())
    assert not trust.is_phrase(certificate=withheld, phrase=PHRASE)
    trust.remove_phrase(certificate=withheld, by=cast.afghan)
    assert not trust.is_phrase(certificate=withheld, phrase="another phrase of five words")


def test_phrases_cannot_be_tried_out(db) -> None:
    now = timezone.now()
    for number in range(MOST_PHRASES):
        assert admit_phrase(code="A", address=f"10.0.0.{number}", at=now)
    assert not admit_phrase(code="A", address="10.0.0.99", at=now)
    for number in range(MOST_PHRASES_OF_ADDRESS):
        assert admit_phrase(code=f"B{number}", address="10.1.0.1", at=now)
    assert not admit_phrase(code="C", address="10.1.0.1", at=now)
    later = now + datetime.timedelta(hours=1)
    assert admit_phrase(code="A", address="10.0.0.99", at=later)
    assert forget_counts(at=now) == 0
    assert CheckCount.objects.filter(digest__contains="10.").count() == 0


def test_a_link_is_kept_as_a_hash_and_used_once(cast, withheld) -> None:
    now = timezone.now()
    new = trust.make_link(certificate=withheld, days=7, by=cast.afghan, at=now)
    assert new.token not in str(OneTimeLink.objects.values_list())
    assert trust.open_link(new.token, now) == new.row
    assert trust.open_link(new.token, now) == new.row  # looking does not use it
    assert trust.use_link(link=new.row, matched=True, at=now) == 0
    assert trust.open_link(new.token, now) is None
    assert trust.use_link(link=new.row, matched=True, at=now) is None
    assert AuditEntry.objects.filter(act=Act.LINK_USED, subject_id=str(withheld.pk)).count() == 1


def test_the_third_wrong_name_uses_a_link_up(cast, withheld) -> None:
    now = timezone.now()
    new = trust.make_link(certificate=withheld, days=1, by=cast.hr, at=now)
    assert [trust.use_link(link=new.row, matched=False, at=now) for _ in range(4)] == [2, 1, 0, None]
    assert trust.open_link(new.token, now) is None


def test_a_link_ends(cast, withheld) -> None:
    now = timezone.now()
    new = trust.make_link(certificate=withheld, days=1, by=cast.hr, at=now)
    day = datetime.timedelta(days=1)
    assert trust.open_link(new.token, now + day - datetime.timedelta(seconds=1))
    assert trust.open_link(new.token, now + day) is None
    assert trust.use_link(link=new.row, matched=True, at=now + day) is None
    assert trust.withdraw_link(link=new.row, by=cast.afghan, at=now)
    assert not trust.withdraw_link(link=new.row, by=cast.afghan, at=now)
    assert trust.open_link(new.token, now) is None


def test_few_links_are_open_at_once(cast, withheld) -> None:
    now = timezone.now()
    for _ in range(trust.MOST_OPEN_LINKS):
        trust.make_link(certificate=withheld, days=1, by=cast.hr, at=now)
    with pytest.raises(trust.TooManyLinksError):
        trust.make_link(certificate=withheld, days=1, by=cast.hr, at=now)
    with pytest.raises(ValueError, match="365"):
        trust.make_link(certificate=withheld, days=365, by=cast.hr, at=now)
    trust.make_link(certificate=withheld, days=1, by=cast.hr, at=now + datetime.timedelta(days=2))
