"""Two people erase: keys, names and powers go, the registers keep a row; done again it costs nothing."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Act, ErasureKind, ErasureState, Role
from accounts.models import AuditEntry, ErasureRequest, NameWord, PersonName, PersonPhoto, Pin, User
from accounts.selectors.names import KeyDestroyedError, key_store, names_of, search_people
from accounts.services import erasure
from accounts.services.erasing import INDEX_JOB
from accounts.services.imports import keep_draft
from accounts.services.name_index import change_index_key
from accounts.services.names import set_name
from accounts.services.photos import keep_photo, photos_folder
from accounts.services.pins import set_pin
from attendance.models import Mark
from courses.models import Doubt, LessonEdition
from foundation.jobs.models import Job
from tests.factories.accounts import make_person, make_picture
from tests.factories.certificates import attend
from tests.factories.courses import make_lesson, make_module

REASON = "asked for in writing"


@pytest.fixture
def through(django_capture_on_commit_callbacks):
    """Do something and what waits for the end of its transaction."""

    def through(act, **said):
        with django_capture_on_commit_callbacks(execute=True):
            return act(**said)

    return through


@pytest.fixture
def erase(through):
    def erase(cast, person, *, kind=ErasureKind.PERSON):
        now = timezone.now()
        request = erasure.ask(kind=kind, person=person, reason=REASON, by=cast.registrar, at=now)
        return through(erasure.confirm, request=request, by=cast.head, at=now)

    return erase


class TestProtected:
    def test_names_and_key_go_the_marks_stay(self, cast, erase):
        attend(cast.cohort, cast.instructor, enrolment=cast.afghan_enrolment)
        marks = Mark.objects.filter(enrolment=cast.afghan_enrolment).count()
        done = erase(cast, cast.afghan)
        person = User.objects.get(pk=cast.afghan.pk)
        assert done.state == ErasureState.DONE
        assert person.service_number.startswith("ERASED-")
        assert (person.rank, person.unit, person.birth_year, person.is_active) == (None, "", None, False)
        assert all(role.valid_to <= timezone.localdate() for role in person.role_assignments.all())
        assert names_of([person]) == {person.pk: {}}
        with pytest.raises(KeyDestroyedError):
            key_store().key(person.pk)
        assert Mark.objects.filter(enrolment=cast.afghan_enrolment).count() == marks > 0
        assert not PersonName.objects.filter(person=person).exists()

    def test_it_is_remembered_without_the_name_or_the_number(self, cast, erase):
        erase(cast, cast.afghan)
        entry = AuditEntry.objects.get(act=Act.PERSON_ERASED)
        assert entry.actor == cast.head
        assert entry.subject_id == str(cast.afghan.pk)
        assert entry.reason == REASON
        assert "AF-100003" not in str((entry.old, entry.new, entry.reason))
        assert AuditEntry.objects.get(act=Act.ERASURE_ASKED).actor == cast.registrar

    def test_done_again_it_changes_nothing(self, cast, erase):
        done = erase(cast, cast.afghan)
        number = User.objects.get(pk=cast.afghan.pk).service_number
        assert erasure.confirm(request=done, by=cast.head, at=timezone.now()) == done
        with pytest.raises(erasure.ErasedAlreadyError):
            erase(cast, User.objects.get(pk=cast.afghan.pk))
        assert User.objects.get(pk=cast.afghan.pk).service_number == number

    def test_nobody_writes_the_names_again(self, cast, erase):
        name = names_of([cast.afghan])[cast.afghan.pk]["arab"]
        erase(cast, cast.afghan, kind=ErasureKind.NAMES)
        person = User.objects.get(pk=cast.afghan.pk)
        assert person.service_number == "AF-100003"
        assert person.is_active
        with pytest.raises(KeyDestroyedError):
            set_name(person=person, name=name, source="typed", confirmed=True, by=cast.head, on=timezone.localdate())

    def test_a_text_about_the_person_loses_the_words_of_the_name(self, cast, erase):
        lesson = make_lesson(make_module("M2.3"), 3)
        edition = LessonEdition.objects.filter(lesson=lesson).first() or LessonEdition.objects.create(
            lesson=lesson, language="fa-af", number=1, title="درس", published_by=cast.editor
        )
        doubt = Doubt.objects.create(
            person=cast.afghan,
            lesson=lesson,
            edition=edition,
            language="fa-af",
            text="من زهرا غلام علی هستم؛ سوال دارم",
        )
        erase(cast, cast.afghan, kind=ErasureKind.NAMES)
        doubt.refresh_from_db()
        assert "زهرا" not in doubt.text
        assert "علی" not in doubt.text
        assert "سوال" in doubt.text

    def test_a_list_that_waits_goes_with_its_key(self, cast, erase):
        text = "service_number;surname;given_name;sex;birth_date;service\nAF-7;;زهرا;f;1999-03-14;AF".encode()
        draft = keep_draft(data=text, suffix=".csv", centre=cast.khorog, by=cast.registrar, at=timezone.now())
        assert key_store().key(draft.pk)
        erase(cast, cast.afghan)
        draft.refresh_from_db()
        assert draft.sealed is None
        with pytest.raises(KeyDestroyedError):
            key_store().key(draft.pk)

    def test_hashes_of_words_are_made_anew_and_the_others_are_found(self, cast, erase):
        other = make_person(
            number="AF-2", surname="", given="مریم", script="arab", sex="f", centre=cast.khorog, protected=True
        )
        before = set(NameWord.objects.values_list("digest", flat=True))
        erase(cast, cast.afghan)
        assert Job.objects.filter(kind=INDEX_JOB).exists()
        change_index_key()
        after = set(NameWord.objects.values_list("digest", flat=True))
        assert after
        assert not before & after
        assert list(search_people("مریم", by=cast.hr)) == [other]
        assert not search_people("زهرا", by=cast.hr).exists()


def test_an_unprotected_person_loses_photo_pin_names_and_powers(cast, erase):
    photo = keep_photo(person=cast.instructor, data=make_picture(), by=cast.registrar, at=timezone.now())
    set_pin(person=cast.instructor, pin="528163", by=cast.instructor, at=timezone.now())
    done = erase(cast, cast.instructor)
    assert not PersonPhoto.objects.exists()
    assert not (photos_folder() / photo.file).exists()
    assert not Pin.objects.filter(person=cast.instructor).exists()
    assert not User.objects.get(pk=cast.instructor.pk).has_role(Role.INSTRUCTOR)
    assert names_of([cast.instructor]) == {cast.instructor.pk: {}}
    assert done.counts["photos"] == 1


def test_all_names_go_at_once(cast, through):
    make_person(number="AF-9", surname="", given="مریم", script="arab", sex="f", centre=cast.panj, protected=True)
    now = timezone.now()
    request = erasure.ask(kind=ErasureKind.EVERYBODY, person=None, reason="the post is taken", by=cast.head, at=now)
    done = through(erasure.confirm, request=request, by=cast.hr, at=now)
    assert done.counts["people"] == 2
    for person in User.objects.filter(protected=True):
        assert person.names_destroyed_at == now
        with pytest.raises(KeyDestroyedError):
            key_store().key(person.pk)
    assert not PersonName.objects.filter(sealed__isnull=False).exists()
    assert names_of([cast.trainee])[cast.trainee.pk]  # plain names are no part of it
    newcomer = make_person(number="AF-10", given="مریم", script="arab", sex="f", centre=cast.panj, protected=True)
    assert names_of([newcomer])[newcomer.pk]


def test_all_names_of_one_centre(cast, through):
    other = make_person(number="AF-9", given="مریم", script="arab", sex="f", centre=cast.panj, protected=True)
    now = timezone.now()
    everybody = ErasureKind.EVERYBODY
    request = erasure.ask(kind=everybody, person=None, centre=cast.khorog, reason=REASON, by=cast.head, at=now)
    through(erasure.confirm, request=request, by=cast.hr, at=now)
    with pytest.raises(KeyDestroyedError):
        key_store().key(cast.afghan.pk)
    assert names_of([other])[other.pk]


def test_whoever_asked_does_not_confirm(cast):
    now = timezone.now()
    request = erasure.ask(kind=ErasureKind.PERSON, person=cast.afghan, reason=REASON, by=cast.head, at=now)
    with pytest.raises(erasure.SamePersonError):
        erasure.confirm(request=request, by=cast.head, at=now)
    with pytest.raises(erasure.OwnErasureError):
        erasure.confirm(request=request, by=cast.afghan, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=request.pk).update(confirmed_by=cast.head)
    assert names_of([cast.afghan])[cast.afghan.pk]


@pytest.mark.parametrize(
    ("kind", "minutes", "open_"),
    [(ErasureKind.NAMES, 29, True), (ErasureKind.NAMES, 31, False), (ErasureKind.PERSON, 31, True)],
)
def test_a_request_ends_by_itself(cast, kind, minutes, open_):
    now = timezone.now()
    request = erasure.ask(kind=kind, person=cast.afghan, reason=REASON, by=cast.registrar, at=now)
    later = now + datetime.timedelta(minutes=minutes)
    if open_:
        assert erasure.confirm(request=request, by=cast.head, at=later).state == ErasureState.DONE
    else:
        with pytest.raises(erasure.ClosedError):
            erasure.confirm(request=request, by=cast.head, at=later)
        assert erasure.expire_requests(at=later) == 1
        again = erasure.ask(kind=kind, person=cast.afghan, reason=REASON, by=cast.registrar, at=later)
        assert again.pk != request.pk


def test_a_reason_holds_no_name_and_the_same_request_is_made_once(cast):
    now = timezone.now()
    with pytest.raises(erasure.ReasonMissingError):
        erasure.ask(kind=ErasureKind.PERSON, person=cast.afghan, reason=" ", by=cast.head, at=now)
    with pytest.raises(erasure.NameInReasonError):
        erasure.ask(kind=ErasureKind.PERSON, person=cast.afghan, reason="Zahra asked", by=cast.head, at=now)
    with pytest.raises(erasure.NotProtectedError):
        erasure.ask(kind=ErasureKind.NAMES, person=cast.trainee, reason=REASON, by=cast.head, at=now)
    first = erasure.ask(kind=ErasureKind.PERSON, person=cast.afghan, reason=REASON, by=cast.head, at=now)
    assert erasure.ask(kind=ErasureKind.NAMES, person=cast.afghan, reason=REASON, by=cast.hr, at=now) == first
    assert erasure.withdraw(request=first, by=cast.head, at=now).state == ErasureState.WITHDRAWN
    with pytest.raises(erasure.ClosedError):
        erasure.confirm(request=first, by=cast.hr, at=now)


def test_a_key_that_an_old_copy_brings_back_goes_again(cast, erase):
    path = key_store()._path(cast.afghan.pk)
    old = path.read_bytes()
    erase(cast, cast.afghan)
    path.write_bytes(old)
    assert erasure.sweep_keys() == 1
    assert not path.exists()
    assert erasure.sweep_keys() == 0
