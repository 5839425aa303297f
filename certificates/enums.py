"""The closed lists of `certificates`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ISSUE_BATCH = "issue_batch"  # kind of the job that makes the certificates of a batch
DRAW_BATCH = "draw_batch"  # kind of the job by which another worker helps to draw them


class KeyPurpose(models.TextChoices):
    """What a key of the issuer signs: PDF files, seals in QR codes, credentials and lists of states."""

    DOCUMENT = "document", _("documents")
    SEAL = "seal", _("seals")
    CREDENTIAL = "credential", _("credentials")


class KeyState(models.TextChoices):
    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("retired")
    COMPROMISED = "compromised", _("lost or stolen")


class CertificateKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    HONOURS = "honours", _("Certificate with honours")
    DUPLICATE = "duplicate", _("Duplicate")
    ATTENDANCE = "attendance", _("Certificate of attendance")


class RegisterKind(models.TextChoices):
    """Which register a certificate stands in. Attendance alone is no qualification and has series of its own."""

    QUALIFICATION = "qualification", _("Register of qualifications")
    ATTENDANCE = "attendance", _("Register of attendance")


class CertificateState(models.TextChoices):
    """What is stored. Expiry is not a state: it follows from the date."""

    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")
    RENEWED = "renewed", _("Renewed")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")
    RENEWED = "renewed", _("Renewed")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")


# What the calendar alone brings about: nobody acts.
BY_THE_CALENDAR = frozenset({EventKind.EXPIRING, EventKind.EXPIRED})


class RevocationCategory(models.TextChoices):
    ERROR = "error", _("Error")
    FRAUD = "fraud", _("Fraud")
    DISCIPLINARY = "disciplinary", _("Disciplinary")


class BatchState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    ISSUED = "issued", _("Issued")
    CANCELLED = "cancelled", _("Cancelled")


class Answer(models.TextChoices):
    """What the public check says."""

    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")
    RENEWED = "renewed", _("renewed")
    UNCONFIRMED = "unconfirmed", _("cannot be confirmed here")
    ALTERED = "altered", _("this file was altered")


class Way(models.TextChoices):
    """By which way somebody asked the public check."""

    CODE = "code", _("by code")
    SEAL = "seal", _("by the square pattern")
    FILE = "file", _("by PDF file")
    PHRASE = "phrase", _("by code and phrase")
    LINK = "link", _("by one-time link")


class Reason(models.TextChoices):
    """Why somebody is not yet entitled."""

    ATTENDANCE = "attendance", _("attendance is below the required share")
    PRACTICE_MISSED = "practice_missed", _("practical lessons have to be made up")
    QUIZ_MISSING = "quiz_missing", _("the module quiz has not been passed")
    EXIT_MISSING = "exit_missing", _("the exit test has not been passed")
    PRACTICAL_MISSING = "practical_missing", _("the practical exercise has not been assessed")
    PRACTICAL_UNCONFIRMED = "practical_unconfirmed", _("the practical exercise awaits confirmation")
    PRACTICAL_FAILED = "practical_failed", _("not yet competent in the practical exercise")
    NOT_LOCKED = "not_locked", _("the results have not been locked by protocol")
    WITHDRAWN = "withdrawn", _("the enrolment was withdrawn")
    LETTERS = "letters", _("the name has a letter that cannot be printed")
    NO_NAME = "no_name", _("no name is recorded")
    APPEAL = "appeal", _("an appeal waits for its decision")
    NOT_PROVED = "not_proved", _("the name has not been signed on the name-proof sheet")
    FEW_HOURS = "few_hours", _("too few hours attended for a certificate of attendance")


class Involvement(models.TextChoices):
    """Why somebody may not issue a batch: four eyes."""

    PREPARED = "prepared", _("You prepared these certificates. Another person must issue them.")
    ENROLLED = "enrolled", _("You enrolled somebody of this batch. Another person must issue the certificates.")
    IN_IT = "in_it", _("You are in this batch yourself. Another person must issue the certificates.")
    TAUGHT = "taught", _("You teach this cohort. Another person must issue the certificates.")
    ASSESSED = "assessed", _("You assessed somebody of this cohort. Another person must issue the certificates.")


class SpoiltReason(models.TextChoices):
    """Why a numbered blank cannot be used."""

    MISPRINT = "misprint", _("Printed wrong")
    TORN = "torn", _("Torn or dirty")
    WRONG_NAME = "wrong_name", _("Wrong name or date on it")
    FACTORY = "factory", _("Spoilt when it was delivered")
    LOST = "lost", _("Lost")


class PastDraftState(models.TextChoices):
    DRAFT = "draft", _("Waiting for confirmation")
    DONE = "done", _("Done")
    EXPIRED = "expired", _("Expired")


class YearState(models.TextChoices):
    """How much of a register of one year can be searched here."""

    LOADED = "loaded", _("Loaded")
    PARTLY = "partly", _("Partly loaded")
    MISSING = "missing", _("Not loaded")


class EnquiryState(models.TextChoices):
    OPEN = "open", _("Waits for the centre")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", pgettext_lazy("enquiry", "Filed")


class Compared(models.TextChoices):
    """What an officer says of one field of a paper."""

    SAME = "same", _("agrees")
    DIFFERS = "differs", _("differs")
    UNSEEN = "unseen", _("not compared")


class Finding(models.TextChoices):
    """What a verification record says in the end."""

    AGREES = "agrees", _("The paper agrees with the register.")
    DIFFERS = "differs", _("The paper differs from the register.")
    UNCERTAIN = "uncertain", _("Cannot be confirmed; the centre is to be asked.")


class AnomalyKind(models.TextChoices):
    """What an auditor looks at. None of it proves anything; each says where to ask."""

    LATE_MARKS = "late_marks", _("Many marks entered days after the class session")
    LATE_ENROLMENT = "late_enrolment", _("Enrolled after half of the course")
    NO_WORK = "no_work", _("Passed without an attempt or a checklist")
    ONE_TEACHER = "one_teacher", _("Assessed only by somebody who taught the cohort")
    AFTER_CORRECTION = "after_correction", _("Issued soon after a correction")
    QUICK = "quick", _("Issued within minutes of being prepared")
