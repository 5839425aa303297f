"""The seats of the demonstration: who sits there and in which language."""

import dataclasses

from django.utils.translation import gettext_noop

from accounts.enums import Role


@dataclasses.dataclass(frozen=True)
class Seat:
    """One door of the first page. `number` is the service number of the demonstration's person who sits there."""

    slug: str
    number: str
    role: Role
    language: str
    label: str
    sentence: str


SEATS: tuple[Seat, ...] = (
    Seat(
        "trainee-tg",
        "DEMO-T1",
        Role.TRAINEE,
        "tg",
        gettext_noop("Trainee, in Tajik"),
        gettext_noop("Read a lesson, sit a quiz."),
    ),
    Seat(
        "trainee-fa-af",
        "DEMO-T2",
        Role.TRAINEE,
        "fa-af",
        gettext_noop("Trainee, in Dari"),
        gettext_noop("The same course, right to left."),
    ),
    Seat(
        "trainee-ru",
        "DEMO-T3",
        Role.TRAINEE,
        "ru",
        gettext_noop("Trainee, in Russian"),
        gettext_noop("The same course in Russian."),
    ),
    Seat(
        "instructor",
        "DEMO-I1",
        Role.INSTRUCTOR,
        "tg",
        gettext_noop("Instructor"),
        gettext_noop("Call the roll, assess a practical exercise."),
    ),
    Seat(
        "instructor-2",
        "DEMO-I2",
        Role.INSTRUCTOR,
        "ru",
        gettext_noop("Second instructor"),
        gettext_noop("Assess without seeing the first one's marks."),
    ),
    Seat(
        "registrar",
        "DEMO-R1",
        Role.REGISTRAR,
        "ru",
        gettext_noop("Registrar"),
        gettext_noop("Upload a list, enrol, prepare certificates."),
    ),
    Seat(
        "head",
        "DEMO-H1",
        Role.HEAD,
        "tg",
        gettext_noop("Head of centre"),
        gettext_noop("Confirm, lock results, issue under an order."),
    ),
    Seat("hr", "DEMO-HR1", Role.HR, "ru", gettext_noop("HR officer"), gettext_noop("Find and check a certificate.")),
    Seat("editor", "DEMO-E1", Role.EDITOR, "en", gettext_noop("Editor"), gettext_noop("Write the manuals.")),
    Seat(
        "translator",
        "DEMO-TR1",
        Role.TRANSLATOR,
        "ru",
        gettext_noop("Translator"),
        gettext_noop("Keep the languages in step."),
    ),
    Seat(
        "auditor",
        "DEMO-A1",
        Role.AUDITOR,
        "ru",
        gettext_noop("Auditor"),
        gettext_noop("Read everything, change nothing."),
    ),
    Seat(
        "administrator",
        "DEMO-AD1",
        Role.ADMINISTRATOR,
        "en",
        gettext_noop("Administrator"),
        gettext_noop("Roles and settings."),
    ),
    Seat(
        "commission",
        "DEMO-C1",
        Role.COMMISSION,
        "ru",
        gettext_noop("Commission member"),
        gettext_noop("Read results and exam papers of the commission."),
    ),
    Seat(
        "invigilator",
        "DEMO-V1",
        Role.INVIGILATOR,
        "tg",
        gettext_noop("Invigilator"),
        gettext_noop("Lead a sitting without seeing its questions."),
    ),
    Seat(
        "duty-officer",
        "DEMO-D1",
        Role.DUTY_OFFICER,
        "ru",
        gettext_noop("Duty officer"),
        gettext_noop("Collect the numbers of the day."),
    ),
    Seat(
        "observer",
        "DEMO-O1",
        Role.OBSERVER,
        "en",
        gettext_noop("Observer"),
        gettext_noop("See what a project has come to, and no person."),
    ),
)
BY_SLUG = {seat.slug: seat for seat in SEATS}


@dataclasses.dataclass(frozen=True)
class Mission:
    """Something to try in ninety seconds, from one seat."""

    seat: str
    title: str
    steps: tuple[str, ...]
    target: str  # name of the address where it begins
    kwargs: dict[str, str] = dataclasses.field(default_factory=dict)


MISSIONS: tuple[Mission, ...] = (
    Mission(
        "trainee-tg",
        gettext_noop("One lesson, two languages, one progress"),
        (
            gettext_noop("Read the lesson and press “I have read this”."),
            gettext_noop("Switch to Dari: the same place, and the progress has stayed."),
        ),
        "courses:lesson",
        {"code": "M2.2.1"},
    ),
    Mission(
        "instructor",
        gettext_noop("Call a roll"),
        (
            gettext_noop("Open the newest class session: everybody is present by default."),
            gettext_noop("Mark one person late and one sick, and save."),
        ),
        "attendance:sessions",
    ),
    Mission(
        "registrar",
        gettext_noop("A graduation in three days"),
        (
            gettext_noop("See who is ready, which two people are not, and why."),
            gettext_noop("Follow the remedy beside each reason."),
        ),
        "desk:graduation",
    ),
    Mission(
        "head",
        gettext_noop("Issue a certificate and read it"),
        (
            gettext_noop("The registrar has prepared the list: check it and issue it under the order."),
            gettext_noop("Open the first PDF: Tajik first, the second language beside it, the QR below."),
        ),
        "desk:issue",
    ),
    Mission(
        "hr",
        gettext_noop("Four papers, one of them altered"),
        (
            gettext_noop("Open the folder of papers and check each by its code and the name on it."),
            gettext_noop("One paper carries a genuine code and another person's name."),
        ),
        "certificates:folder",
    ),
)
