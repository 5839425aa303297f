import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Act, Role
from accounts.models import AuditEntry, Session, User
from accounts.services.reference import load_reference
from accounts.services.roles import give_role
from tests.factories.accounts import make_person

PEOPLE = "/en/account/people/"


def page_of(person):
    return f"/en/account/people/{person.pk}/"


def text_of(answer):
    return answer.content.decode()


def test_the_list_is_in_the_order_of_the_alphabet(cast):
    for number, surname in (("TJ-1", "Ҷӯраев"), ("TJ-2", "Ҳакимов"), ("TJ-3", "Ёров"), ("TJ-4", "Ӯзбекова")):
        make_person(number=number, surname=surname, given="А", father="", centre=cast.khorog)
    text = text_of(cast.client("registrar").get("/tg/account/people/"))
    places = [text.index(f">{surname} А<") for surname in ("Ёров", "Ӯзбекова", "Ҳакимов", "Ҷӯраев")]
    assert places == sorted(places)


def test_search_folds_spellings(cast):
    for asked in ("Гафурова", "ғафур", "Зулфия Ѓафурова", "tj-100002", "TJ-۱۰۰۰۰۲"):
        text = text_of(cast.client("registrar").post(PEOPLE, {"q": asked}))
        assert "TJ-100002" in text, asked
        assert "TJ-100001" not in text, asked
    assert "Nobody was found" in text_of(cast.client("registrar").post(PEOPLE, {"q": "Набуд"}))
    assert cast.client("registrar").post(PEOPLE, {"q": "\x00'; --", "page": "x"}).status_code == 200


def test_a_name_in_an_address_is_not_looked_for(cast):
    text = text_of(cast.client("registrar").get(PEOPLE, {"q": "Ғафурова"}))
    assert {"TJ-100001", "TJ-100002"} <= set(re.findall(r"TJ-\d{6}", text))
    assert "TJ-100001" not in text_of(cast.client("registrar").get(PEOPLE, {"q": "TJ-100002"}))


def test_staff_see_their_own_centre_only(cast):
    assert "TJ-100001" not in text_of(cast.client("other_registrar").get(PEOPLE))
    assert "TJ-100001" in text_of(cast.client("hr").get(PEOPLE))
    assert cast.client("other_registrar").get(page_of(cast.trainee)).status_code == 404
    assert cast.client("trainee").get(PEOPLE).status_code == 403
    assert cast.client("trainee").get(page_of(cast.classmate)).status_code == 404
    assert cast.client("trainee").get(page_of(cast.trainee)).status_code == 200


@pytest.mark.parametrize(("role", "sees"), [
    ("registrar", True), ("head", True), ("hr", True), ("afghan", True),
    ("instructor", False), ("auditor", False), ("administrator", False),
])  # fmt: skip
def test_protected_names(cast, role, sees):
    client = cast.client(role)
    shown = text_of(client.get(page_of(cast.afghan)))
    assert ("زهرا" in shown) == sees
    assert ("ZAHRA" in shown) == sees
    assert "AF-100003" in shown
    if role != "afghan":
        listed = text_of(client.get(PEOPLE))
        assert "AF-100003" in listed
        assert ("ZAHRA" in listed or "زهرا" in listed) == sees


def test_looking_up_a_protected_person_is_remembered(cast):
    for role in ("afghan", "trainee"):
        cast.client(role).get(page_of(getattr(cast, role)))
    cast.client("registrar").get(page_of(cast.trainee))
    assert not AuditEntry.objects.filter(act=Act.PERSON_LOOKED_UP).exists()
    cast.client("auditor").get(page_of(cast.afghan))
    entry = AuditEntry.objects.get(act=Act.PERSON_LOOKED_UP)
    assert (entry.actor, entry.subject_id, entry.centre) == (cast.auditor, str(cast.afghan.pk), cast.khorog)


def test_whoever_is_not_of_the_centre_is_remembered_and_every_search(cast):
    cast.client("hr").get(page_of(cast.trainee))
    assert AuditEntry.objects.get(act=Act.PERSON_LOOKED_UP).person == cast.trainee
    client = cast.client("registrar")
    client.get(PEOPLE)
    client.get(PEOPLE, {"q": "  "})
    assert not AuditEntry.objects.filter(act=Act.PERSON_LOOKED_UP, actor=cast.registrar).exists()
    client.post(PEOPLE, {"q": "Каримзода"})
    client.post(PEOPLE, {"q": "Каримзода", "page": "1"})
    entry = AuditEntry.objects.get(act=Act.PERSON_LOOKED_UP, actor=cast.registrar)
    assert (list(entry.new), entry.centre) == (["found"], cast.khorog)


def test_a_name_is_corrected_with_a_reason(cast):
    client = cast.client("registrar")
    data = {"surname": "Каримов", "given_name": "Далер", "father_name": "", "reason": "as in the passport"}
    assert client.post(page_of(cast.trainee), data).status_code == 302
    text = text_of(client.get(page_of(cast.trainee).replace("/en/", "/tg/")))
    assert "<h1><bdi>Каримов Далер</bdi></h1>" in text
    assert "Каримзода" in text  # the history
    wrong = client.post(page_of(cast.trainee), data | {"reason": "", "surname": "Набиев"})
    assert wrong.status_code == 422
    assert 'value="Набиев"' in text_of(wrong)
    assert client.post(page_of(cast.trainee), data | {"given_name": "Daler"}).status_code == 422
    for role in ("instructor", "hr", "auditor", "administrator", "trainee"):
        assert cast.client(role).post(page_of(cast.trainee), data).status_code == 403, role


def test_a_slip_is_shown_once_and_kept_nowhere(cast):
    client = cast.client("instructor")
    answer = client.post(f"{page_of(cast.trainee)}slip/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    password = re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}(?=<)", text_of(answer)).group()
    assert User.objects.get(pk=cast.trainee.pk).check_password(password)
    assert password not in text_of(client.get(page_of(cast.trainee)))
    assert all(password not in str(session.get_decoded()) for session in Session.objects.all())
    assert client.get(f"{page_of(cast.trainee)}slip/").status_code == 405
    assert client.post(f"{page_of(cast.head)}slip/").status_code == 403
    assert cast.client("other_registrar").post(f"{page_of(cast.trainee)}slip/").status_code == 404


def test_the_slip_speaks_the_persons_language(cast):
    text = text_of(cast.client("registrar").post(f"{page_of(cast.afghan)}slip/"))
    assert 'lang="fa-AF" dir="rtl"' in text
    assert "زهرا" in text


def test_one_person_by_hand(cast):
    load_reference()
    client = cast.client("registrar")
    data = {
        "centre": "KHO", "service_number": "tj-700", "surname": "Каримов", "given_name": "Далер", "sex": "m",
        "birth_date": "14.03.1999", "rank": "OR4", "service": "BFT", "language": "tg",
    }  # fmt: skip
    url = reverse("accounts:person_new")
    wrong = client.post(url, data | {"birth_date": "31.02.1999"})
    assert wrong.status_code == 422
    assert 'value="Каримов"' in text_of(wrong)
    assert not User.objects.filter(service_number="TJ-700").exists()
    created = client.post(url, data)
    person = User.objects.get(service_number="TJ-700")
    assert created["Location"].endswith(f"/people/{person.pk}/")
    assert client.post(url, data)["Location"] == created["Location"]
    assert client.post(url, data | {"centre": "PAN"}).status_code == 422
    assert User.objects.filter(service_number="TJ-700").count() == 1


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_few_and_many(cast):
    client = cast.client("registrar")
    few = queries_of(client, PEOPLE)
    for number in range(5):
        person = make_person(centre=cast.khorog, protected=number % 2 == 0, script="arab", surname="", given="احمد")
        give_role(user=person, role=Role.TRAINEE, centre=cast.khorog, by=None)
    assert queries_of(client, PEOPLE) == few
    assert few <= 12


def test_pages_of_the_list(cast):
    for number in range(55):
        make_person(number=f"TJ-2{number:03}", surname="Яков", given="А", centre=cast.khorog)
    client = cast.client("registrar")
    assert "Page 1 of 2" in text_of(client.get(PEOPLE))
    second = text_of(client.get(PEOPLE, {"page": "2", "q": ""}))
    assert "Page 2 of 2" in second
    assert "TJ-2054" in second
