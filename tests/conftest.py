"""The cast of every play: one person a role, so that a test says who acts."""

import dataclasses
import functools
from collections.abc import Iterator

import pytest
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone, translation

from accounts.access import BACKEND, pass_factor
from accounts.enums import AuthorisationKind, FactorKind, OrderKind, Role
from accounts.models import Authorisation, Centre, Commission, CommissionMember, Order, User
from accounts.services.roles import give_role
from courses.models import Cohort, Enrolment
from tests.factories.accounts import LONG_AGO, make_centre, make_person, make_staff
from tests.factories.courses import enrol, make_cohort, make_module, make_version


@dataclasses.dataclass
class Cast:
    """Khorog's cohort and everybody around it; `stranger` is logged in and has no role anywhere."""

    khorog: Centre
    panj: Centre
    trainee: User
    classmate: User
    afghan: User
    instructor: User
    second_assessor: User
    registrar: User
    head: User
    hr: User
    editor: User
    translator: User
    auditor: User
    administrator: User
    stranger: User
    other_instructor: User
    other_registrar: User
    cohort: Cohort
    enrolment: Enrolment
    classmate_enrolment: Enrolment
    afghan_enrolment: Enrolment

    # The rest of the cast enters when a play calls it.
    @functools.cached_property
    def other_head(self) -> User:
        return make_staff(Role.HEAD, centre=self.panj, number="PAN-H1")

    @functools.cached_property
    def observer(self) -> User:
        return make_staff(Role.OBSERVER, number="OB-1", project="UPLIFT")

    @functools.cached_property
    def invigilator(self) -> User:
        return make_staff(Role.INVIGILATOR, centre=self.khorog, number="KHO-V1")

    @functools.cached_property
    def duty_officer(self) -> User:
        return make_staff(Role.DUTY_OFFICER, centre=self.khorog, number="KHO-D1")

    @functools.cached_property
    def commission_member(self) -> User:
        """Called in from outside: sits with the head in a commission that is in force."""
        person = make_staff(Role.COMMISSION, centre=self.khorog, number="KHO-C1")
        order = Order.objects.create(
            centre=self.khorog, kind=OrderKind.COMMISSION, number="C-1", date=LONG_AGO, created_by=self.head
        )
        commission = Commission.objects.create(centre=self.khorog, order=order, valid_from=LONG_AGO)
        for member in (person, self.head):
            CommissionMember.objects.create(commission=commission, user=member, chair=member == self.head)
        return person

    def client(self, name: str) -> Client:
        """A browser in which the person of that name in the cast is logged in; `nobody` is not."""
        client = Client()
        if name != "nobody":
            client.force_login(getattr(self, name), backend=BACKEND)
        return client


@receiver(user_logged_in, dispatch_uid="tests.passed")
def pass_by_force(request: HttpRequest, user: User, **kwargs: object) -> None:
    """`force_login` stands for the whole log-in, so its session has passed the second factor, as a real one has.

    Its request has no address; whoever logs in through a page in a test passes nothing by this.
    """
    if not request.path:
        pass_factor(request.session, user, kind=FactorKind.AUTHENTICATOR, at=timezone.now())


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name files by their place: a zip holds the time it was made, and two processes would collect different tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest file: its server's data are made by one process while the others do small tests."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/test_access_pages.py"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page answered in one language leaves it active in this thread; the next test begins in English."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    khorog, panj = make_centre("KHO"), make_centre("PAN")
    instructor = make_staff(Role.INSTRUCTOR, centre=khorog, number="KHO-I1")
    second = make_staff(Role.INSTRUCTOR, centre=khorog, number="KHO-I2", sex="f", surname="Шоҳиён", given="Нигина")
    registrar = make_staff(Role.REGISTRAR, centre=khorog, number="KHO-R1")
    trainee = make_person(number="TJ-100001", centre=khorog, latin=("KARIMZODA", "DALER"))
    classmate = make_person(number="TJ-100002", surname="Ғафурова", given="Зулфия", sex="f", centre=khorog)
    afghan = make_person(
        number="AF-100003",
        surname="",
        given="زهرا",
        father="غلام علی",
        script="arab",
        sex="f",
        centre=khorog,
        protected=True,
        language="fa-af",
        latin=("", "ZAHRA"),
    )
    for person in (instructor, second):
        Authorisation.objects.create(user=person, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    for person in (trainee, classmate, afghan):
        give_role(user=person, role=Role.TRAINEE, centre=khorog, by=None)
    version = make_version(modules=(make_module("M2.2"),), quizzes=("M2.2",), practicals=("PX-2.2",))
    cohort = make_cohort(centre=khorog, version=version, instructors=(instructor, second))
    first, other, third = enrol(cohort, trainee, classmate, afghan, by=registrar)
    return Cast(
        khorog=khorog,
        panj=panj,
        trainee=trainee,
        classmate=classmate,
        afghan=afghan,
        instructor=instructor,
        second_assessor=second,
        registrar=registrar,
        head=make_staff(Role.HEAD, centre=khorog, number="KHO-H1"),
        hr=make_staff(Role.HR, number="HR-1"),
        editor=make_staff(Role.EDITOR, number="ED-1"),
        translator=make_staff(Role.TRANSLATOR, number="TR-1"),
        auditor=make_staff(Role.AUDITOR, number="AU-1"),
        administrator=make_staff(Role.ADMINISTRATOR, number="AD-1"),
        stranger=make_person(number="TJ-999999", surname="Бегона", given="Кас"),
        other_instructor=make_staff(Role.INSTRUCTOR, centre=panj, number="PAN-I1"),
        other_registrar=make_staff(Role.REGISTRAR, centre=panj, number="PAN-R1"),
        cohort=cohort,
        enrolment=first,
        classmate_enrolment=other,
        afghan_enrolment=third,
    )
