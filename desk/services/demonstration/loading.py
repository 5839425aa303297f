"""Which courses there are, and how far each has come."""

import datetime
import itertools

from django.utils import timezone

from accounts.enums import AuthorisationKind, Role
from accounts.models import Centre, User
from accounts.services.commissions import appoint
from accounts.services.demonstration import Invented, authorise_invented, place_invented
from accounts.services.reference import load_reference
from courses.selectors.finding import newest_version
from courses.selectors.timetable import last_day_planned
from desk.services.demonstration import people
from desk.services.demonstration.courses import PROJECT, Exceptions, Plan, finish, open_course, revoke_one, teach_until
from desk.services.demonstration.registers import load_registers

ROLES = {"I": Role.INSTRUCTOR, "R": Role.REGISTRAR, "H": Role.HEAD}
LONG_AGO = datetime.timedelta(days=400)


def load_demonstration(*, at: datetime.datetime) -> str:
    """Make what is missing of the demonstration, as of the moment `at`; return a sentence about it."""
    today = timezone.localdate(at)
    since = today - LONG_AGO
    load_reference(today=today)
    centres = {centre.code: centre for centre in Centre.objects.all()}
    staff: dict[str, User] = {}
    for code, group in (
        ("KHO", people.STAFF_KHOROG),
        ("DUS", people.STAFF_DUSHANBE),
        ("PAN", people.STAFF_PANJ),
    ):
        for number, person in group.items():
            role = ROLES[number.removeprefix("DEMO-")[0]]
            staff[number] = place_invented(person=person, role=role, centre=centres[code], on=since, by=None)
            if role == Role.INSTRUCTOR:
                kinds = (AuthorisationKind.TEACH, AuthorisationKind.ASSESS)
                for course, kind in itertools.product(("M2", "GEN"), kinds):
                    authorise_invented(user=staff[number], kind=kind, course_code=course, on=since)
    national = {
        "DEMO-HR1": Role.HR,
        "DEMO-E1": Role.EDITOR,
        "DEMO-TR1": Role.TRANSLATOR,
        "DEMO-A1": Role.AUDITOR,
        "DEMO-AD1": Role.ADMINISTRATOR,
    }
    for number, role in national.items():
        place_invented(person=people.NATIONAL[number], role=role, centre=None, on=since, by=None)

    _place_guests(centres["KHO"], staff["DEMO-H1"], since, at)

    load_registers(centres, staff, User.objects.get(service_number="DEMO-HR1"), at)
    made = [_make(plan, staff, centres, since, at) for plan in _plans(today, centres)]
    return f"demonstration: {len(staff) + len(national)} seats of staff, {sum(made)} of {len(made)} courses made now\n"


def _place_guests(centre: Centre, head: User, since: datetime.date, at: datetime.datetime) -> None:
    """Place who is called in, on duty or observes, and appoint the commission that they and the head make."""
    roles = {"C": Role.COMMISSION, "V": Role.INVIGILATOR, "D": Role.DUTY_OFFICER}
    guests = {
        number: place_invented(
            person=person, role=roles[number.removeprefix("DEMO-")[0]], centre=centre, on=since, by=None
        )
        for number, person in people.GUESTS_KHOROG.items()
    }
    place_invented(person=people.OBSERVER, role=Role.OBSERVER, centre=None, on=since, by=None, project=PROJECT)
    members = [head, guests["DEMO-C1"], guests["DEMO-C2"]]
    appoint(centre=centre, number="17-C", date=since, members=members, chair=head, by=head, at=at)


def _plans(today: datetime.date, centres: dict[str, Centre]) -> list[Plan]:
    monday = today - datetime.timedelta(days=today.weekday())
    khorog = centres["KHO"]
    return [
        Plan("DUS-GEN-1", "GEN", "DUS", people.DUSHANBE_GENDER, ("DEMO-I4",), ("DEMO-I4", "DEMO-I5"),
             "DEMO-R2", "DEMO-H2",
             starts_on=monday - datetime.timedelta(weeks=9), stage="issued"),
        Plan("KHO-GEN-1", "GEN", "KHO", people.KHOROG_GENDER, ("DEMO-I1", "DEMO-I3"), ("DEMO-I1", "DEMO-I2"),
             "DEMO-R1", "DEMO-H1",
             starts_on=_just_over("GEN", khorog, monday, today), stage="prepared"),
        Plan("KHO-10D-1", "BIC-10D", "KHO", people.KHOROG_WOMEN, ("DEMO-I1", "DEMO-I3"), ("DEMO-I1", "DEMO-I2"),
             "DEMO-R1", "DEMO-H1",
             starts_on=_just_over("BIC-10D", khorog, monday, today), stage="locked",
             exceptions=Exceptions(often_absent=frozenset({"DT-2103"}), not_competent=frozenset({"DT-2105"}))),
        Plan("KHO-3M-1", "BIC-3M", "KHO", people.KHOROG_COURSE, ("DEMO-I1", "DEMO-I3"), ("DEMO-I1", "DEMO-I2"),
             "DEMO-R1", "DEMO-H1",
             starts_on=monday - datetime.timedelta(weeks=4), stage="running"),
        Plan("PAN-HBM-1", "HBM-10D", "PAN", people.PANJ_HUMANITARIAN, ("DEMO-I6",), ("DEMO-I6",),
             "DEMO-R3", "DEMO-H3",
             starts_on=monday + datetime.timedelta(weeks=1), stage="planned"),
    ]  # fmt: skip


def _just_over(programme: str, centre: Centre, monday: datetime.date, today: datetime.date) -> datetime.date:
    """Return the latest Monday from which the programme's lessons have all been given by today."""
    version = newest_version(programme)
    start = monday
    while last_day_planned(version, centre, start) >= today:
        start -= datetime.timedelta(weeks=1)
    return start


def _make(
    plan: Plan, staff: dict[str, User], centres: dict[str, Centre], since: datetime.date, at: datetime.datetime
) -> bool:
    centre = centres[plan.centre]
    trainees = [_trainee(person, centre, since, staff[plan.registrar]) for person in plan.people]
    cohort, new = open_course(plan, trainees, staff, at)
    if not new or plan.stage == "planned":
        return new
    teach_until(cohort, plan, staff, at)
    if plan.stage != "running":
        finish(cohort, plan, staff, at)
    if plan.stage == "issued":
        revoke_one(cohort, staff[plan.head], at)
    return True


def _trainee(person: Invented, centre: Centre, on: datetime.date, by: User) -> User:
    return place_invented(person=person, role=Role.TRAINEE, centre=centre, on=on, by=by)
