"""The closed lists of `certificates`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ISSUE_BATCH = "issue_batch"  # kind of the job that makes the certificates of a batch


class CertificateKind(models.TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    HONOURS = "honours", _("Certificate with honours")
    DUPLICATE = "duplicate", _("Duplicate")


class CertificateState(models.TextChoices):
    """What is stored. Expiry is not a state: it follows from the date."""

    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


class EventKind(models.TextChoices):
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


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
    UNCONFIRMED = "unconfirmed", _("cannot be confirmed here")


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


class Involvement(models.TextChoices):
    """Why somebody may not issue a batch: four eyes."""

    PREPARED = "prepared", _("You prepared these certificates. Another person must issue them.")
    ENROLLED = "enrolled", _("You enrolled somebody of this batch. Another person must issue the certificates.")
    IN_IT = "in_it", _("You are in this batch yourself. Another person must issue the certificates.")
    TAUGHT = "taught", _("You teach this cohort. Another person must issue the certificates.")
    ASSESSED = "assessed", _("You assessed somebody of this cohort. Another person must issue the certificates.")
