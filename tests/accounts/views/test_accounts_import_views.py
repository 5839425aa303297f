import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import ImportState, Role
from accounts.models import ImportDraft, User
from accounts.services.reference import load_reference
from accounts.services.roles import give_role

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
UPLOAD = "/en/account/import/"


@pytest.fixture
def centre(cast):
    load_reference()
    return cast.khorog


def file_of(name):
    return SimpleUploadedFile(name, (SAMPLES / name).read_bytes())


def upload(client, file, centre="KHO"):
    return client.post(UPLOAD, {"centre": centre, "file": file})


def test_upload_dry_run_and_confirmation(cast, centre):
    client = cast.client("registrar")
    answer = upload(client, file_of("trainees-dirty.csv"))
    assert answer.status_code == 302
    url = answer["Location"]
    before = User.objects.count()
    page = client.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert User.objects.count() == before
    assert "There is no day" in text
    assert "The father&#x27;s name is missing." in text
    assert "Write 7 people" in text
    assert "ASHUROV KOMRON" in text
    held = client.post(url, {"every_line": "1"})
    assert held.status_code == 422
    assert "checked" in held.content.decode()
    assert User.objects.count() == before
    assert client.post(url)["Location"] == url
    assert client.post(url)["Location"] == url
    assert User.objects.count() == before + 7
    done = client.get(url.replace("/en/", "/tg/")).content.decode()
    assert "Қурбонова Ҳилола Ҷамшедовна" in done
    assert "مریم" in done
    assert "Refused lines" in client.get(url).content.decode()
    assert "Ашуров" not in done  # refused lines are not kept


def test_the_result_leads_to_the_cohorts_by_the_id_of_the_list(cast, centre):
    client = cast.client("registrar")
    url = upload(client, file_of("trainees-good.csv"))["Location"]
    client.post(url)
    text = client.get(url).content.decode()
    assert f"?import={ImportDraft.objects.get().pk}" in text


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru"])
@pytest.mark.parametrize(
    "name", ["trainees-good.csv", "trainees-dirty.csv", "trainees-windows1251.csv", "trainees.xlsx"]
)
def test_every_sample_in_every_language(cast, centre, language, name):
    client = cast.client("head")
    answer = client.post(f"/{language}/account/import/", {"centre": "KHO", "file": file_of(name)})
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(answer["Location"]).status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (b"%PDF-1.7 x", "This is not a list that can be read."),
        (b"a;b\n1;2", "Service number, Given name"),
        (b"PK\x03\x04broken", "The file is damaged."),
        (b"service_number;given_name", "no people below them"),
    ],
)
def test_unreadable_files_get_a_plain_sentence(cast, centre, data, sentence):
    answer = upload(cast.client("registrar"), SimpleUploadedFile("list.csv", data))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_no_file_and_a_foreign_centre(cast, centre):
    client = cast.client("registrar")
    answer = client.post(UPLOAD, {"centre": "KHO"})
    assert answer.status_code == 422
    assert "Please choose a file." in answer.content.decode()
    assert upload(client, file_of("trainees-good.csv"), centre="PAN").status_code == 422


def test_a_registrar_of_two_centres_chooses(cast, centre):
    client = cast.client("registrar")
    assert 'type="hidden" name="centre"' in client.get(UPLOAD).content.decode()
    give_role(user=cast.registrar, role=Role.REGISTRAR, centre=cast.panj, by=None)
    assert "<select" in client.get(UPLOAD).content.decode()
    upload(client, file_of("trainees-good.csv"), centre="PAN")
    assert ImportDraft.objects.get().centre == cast.panj


def test_lists_of_another_centre_do_not_exist(cast, centre):
    url = upload(cast.client("registrar"), file_of("trainees-good.csv"))["Location"]
    assert cast.client("other_registrar").get(url).status_code == 404
    assert cast.client("other_registrar").post(url).status_code == 404
    assert cast.client("head").get(url).status_code == 200


def test_an_expired_list_says_so(cast, centre):
    client = cast.client("registrar")
    url = upload(client, file_of("trainees-good.csv"))["Location"]
    ImportDraft.objects.update(state=ImportState.EXPIRED, sealed=None)
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 410
        assert "The list has expired" in answer.content.decode()
    assert not User.objects.filter(service_number="TJ-104233").exists()


def test_a_new_upload_throws_old_lists_away(cast, centre):
    client = cast.client("registrar")
    upload(client, file_of("trainees-good.csv"))
    ImportDraft.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    upload(client, file_of("trainees-good.csv"))
    assert sorted(ImportDraft.objects.values_list("state", flat=True)) == [ImportState.DRAFT, ImportState.EXPIRED]


def test_a_list_that_hides_html_shows_it_as_text(cast, centre):
    data = "service_number;surname;given_name\nTJ-1;<script>alert(1)</script>;Б".encode()
    client = cast.client("registrar")
    answer = upload(client, SimpleUploadedFile("list.csv", data))
    text = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
