"""The closed lists of `accounts`: roles, services, scripts, acts that are remembered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TRAINEE = "trainee", _("Trainee")
    INSTRUCTOR = "instructor", _("Instructor")
    REGISTRAR = "registrar", _("Registrar")
    HEAD = "head", _("Head of centre")
    HR = "hr", _("HR officer")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    OBSERVER = "observer", _("Observer")
    INVIGILATOR = "invigilator", _("Invigilator")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    COMMISSION = "commission", _("Commission member")


# Who works at a centre and sees its people; who sees every centre; who enters Wagtail.
CENTRE_STAFF = frozenset({Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD})
# Roles that are held at one centre; all others hold everywhere.
HELD_AT_CENTRE = CENTRE_STAFF | {Role.TRAINEE, Role.INVIGILATOR, Role.DUTY_OFFICER, Role.COMMISSION}
# Who can be appointed to a commission. The role `commission` opens manuals; results, the order of appointment.
SITS_IN_COMMISSIONS = CENTRE_STAFF | {Role.COMMISSION}
# Roles that look at one thing and are no readers of lessons, drafts or people.
NARROW = frozenset({Role.OBSERVER, Role.INVIGILATOR, Role.DUTY_OFFICER})
NATIONAL = frozenset({Role.HR, Role.AUDITOR, Role.ADMINISTRATOR})
CMS_ROLES = frozenset({Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR})
# Roles that change nothing but their holder's own settings.
READ_ONLY = frozenset({Role.AUDITOR, Role.OBSERVER, Role.DUTY_OFFICER})


class Sex(models.TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


class Service(models.TextChoices):
    BFT = "BFT", _("Border Forces of Tajikistan")
    AFGHAN = "AF", _("Afghan trainee group")
    OTHER = "OTH", _("Another service")


class Calendar(models.TextChoices):
    GREGORIAN = "gregorian", _("Gregorian")
    SOLAR = "solar", _("Solar Hijri")


class Script(models.TextChoices):
    CYRILLIC = "cyrl", _("Cyrillic")
    ARABIC = "arab", _("Perso-Arabic")
    LATIN = "latn", _("Latin")


class NameSource(models.TextChoices):
    DOCUMENT = "document", _("Identity document")
    SPREADSHEET = "spreadsheet", _("List of a service")
    TYPED = "typed", _("Typed by hand")
    PROPOSED = "proposed", _("Proposed by the program")


class ImportState(models.TextChoices):
    DRAFT = "draft", _("Waiting for confirmation")
    DONE = "done", _("Done")
    EXPIRED = "expired", _("Expired")


class ErasureKind(models.TextChoices):
    PERSON = "person", _("Erase the person")
    NAMES = "names", _("Destroy the names of one protected person")
    EVERYBODY = "all", _("Destroy the names of all protected people")


class ErasureState(models.TextChoices):
    OPEN = "open", _("Waiting for a second person")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class AuthorisationKind(models.TextChoices):
    TEACH = "teach", _("May teach")
    ASSESS = "assess", _("May assess")
    EXAM = "exam", _("May open questions that are kept for examinations")  # translators: given by an administrator


class OrderKind(models.TextChoices):
    ENROLMENT = "enrolment", _("Enrolment")
    COMMISSION = "commission", _("Appointment of a commission")
    COMPLETION = "completion", _("Completion of a course")
    REVOCATION = "revocation", _("Revocation of a certificate")
    ADMISSION = "admission", _("Admission in spite of missed hours")


class FactorKind(models.TextChoices):
    """With what somebody proves, beside the password, who they are."""

    AUTHENTICATOR = "authenticator", _("Code of an app")
    PASSKEY = "passkey", _("Passkey")
    BACKUP = "backup", _("Backup code")
    CARD = "card", _("Code card")
    TEMPORARY = "temporary", _("Temporary code")
    DEMONSTRATION = "demonstration", _("Code of the demonstration")
    PASSWORD = "password", _("Password")


# Codes that are printed or written down, each for one use.
PRINTED_CODES = (FactorKind.BACKUP, FactorKind.CARD, FactorKind.TEMPORARY)


class Act(models.TextChoices):
    """Every act that is remembered. An act that is not in this list cannot be written."""

    LOG_IN = "log_in", _("logged in")
    LOG_IN_FAILED = "log_in_failed", _("failed to log in")
    LOCKED_OUT = "locked_out", _("was locked out")
    PASSWORD_CHANGED = "password_changed", _("changed the password")
    PASSWORD_SLIP = "password_slip", _("printed a password slip")
    SESSIONS_ENDED = "sessions_ended", _("logged somebody out on every device")
    PERSON_ADDED = "person_added", _("added a person")
    PHOTO_KEPT = "photo_kept", _("kept a photo")
    PHOTO_REMOVED = "photo_removed", _("removed a photo")
    NAME_CHANGED = "name_changed", _("changed a name")
    NAMES_IMPORTED = "names_imported", _("imported a list of people")
    ROLE_GIVEN = "role_given", _("gave a role")
    ROLE_ENDED = "role_ended", _("ended a role")
    AUTHORISATION_GIVEN = "authorisation_given", _("authorised somebody")
    AUTHORISATION_ENDED = "authorisation_ended", _("ended an authorisation")
    ENROLLED = "enrolled", _("enrolled")
    WITHDRAWN = "withdrawn", _("withdrew an enrolment")
    COHORT_CHANGED = "cohort_changed", _("changed a cohort")
    CENTRE_CHANGED = "centre_changed", _("changed the settings of a centre")
    TIMETABLE_MADE = "timetable_made", _("made a timetable")
    ROLL_TAKEN = "roll_taken", _("took the roll")
    MARK_CORRECTED = "mark_corrected", _("corrected a mark")
    DAY_SIGNED = "day_signed", _("signed a day")
    DEVICE_FILE_TAKEN = "device_file_taken", _("took in the file of a device")
    ADMISSION_PROPOSED = "admission_proposed", _("proposed an admission by order")
    ADMISSION_DECIDED = "admission_decided", _("decided on an admission by order")
    EDITION_PUBLISHED = "edition_published", _("published an edition")
    APPROVAL_CHANGED = "approval_changed", _("changed an approval")
    PRACTICAL_RECORDED = "practical_recorded", _("recorded a practical exercise")
    PRACTICAL_CONFIRMED = "practical_confirmed", _("confirmed a practical exercise")
    PRACTICAL_COACHED = "practical_coached", _("noted coaching before a re-sit")
    PRACTICAL_DAY_PLANNED = "practical_day_planned", _("planned a day of practical exercises")
    PIN_SET = "pin_set", _("set a PIN")
    QUIZ_CHANGED = "quiz_changed", _("changed a quiz")
    QUESTION_CHANGED = "question_changed", _("changed a question")
    QUESTIONS_IMPORTED = "questions_imported", _("imported questions")
    QUESTIONS_EXPORTED = "questions_exported", _("exported questions")
    SITTING_PLANNED = "sitting_planned", _("planned a sitting")
    SITTING_LED = "sitting_led", _("led a sitting")
    EXTRA_TIME_GIVEN = "extra_time_given", _("gave more time for quizzes")
    ANSWER_MARKED = "answer_marked", _("marked an answer")
    POINTS_CHANGED = "points_changed", _("changed points by hand")
    MARKS_CONFIRMED = "marks_confirmed", _("confirmed marks given by hand")
    LATE_ANSWER_DECIDED = "late_answer_decided", _("decided on a late answer")
    REGRADED = "regraded", _("marked attempts again")
    PAPER_PRINTED = "paper_printed", _("printed a quiz")
    PAPER_ENTERED = "paper_entered", _("entered answers from paper")
    RESULTS_LOCKED = "results_locked", _("locked results by protocol")
    RESULT_CORRECTED = "result_corrected", _("corrected a locked result")
    COMMISSION_APPOINTED = "commission_appointed", _("appointed a commission")
    COMMISSION_ENDED = "commission_ended", _("ended a commission")
    PROTOCOL_FILE_KEPT = "protocol_file_kept", _("kept a paper of a protocol")
    APPEAL_FILED = "appeal_filed", _("filed an appeal")
    APPEAL_HANDED_OVER = "appeal_handed_over", _("gave an appeal to a commission")
    APPEAL_DECIDED = "appeal_decided", _("decided an appeal")
    NAME_PROVED = "name_proved", _("noted that somebody signed the own name")
    SIGNATORIES_NAMED = "signatories_named", _("named who signs certificates")
    CERTIFICATES_PREPARED = "certificates_prepared", _("prepared certificates")
    CERTIFICATES_ISSUED = "certificates_issued", _("issued certificates")
    CERTIFICATE_RENEWED = "certificate_renewed", _("renewed a certificate")
    EVIDENCE_OPENED = "evidence_opened", _("opened the evidence file of a certificate")
    CERTIFICATE_REVOKED = "certificate_revoked", _("revoked a certificate")
    CERTIFICATE_OPENED = "certificate_opened", _("opened a certificate")
    CERTIFICATE_CHECKED = "certificate_checked", _("checked a certificate")
    PHRASE_SET = "phrase_set", _("set the phrase of a certificate in trust")
    PHRASE_REMOVED = "phrase_removed", _("removed the phrase of a certificate in trust")
    LINK_MADE = "link_made", _("made a one-time link")
    LINK_WITHDRAWN = "link_withdrawn", _("withdrew a one-time link")
    LINK_USED = "link_used", _("used a one-time link")
    PERSON_LOOKED_UP = "person_looked_up", _("looked up a person")
    CERTIFICATES_COMPARED = "certificates_compared", _("compared a list with the register")
    CHECK_WRITTEN_DOWN = "check_written_down", _("wrote a verification record")
    ENQUIRY_SENT = "enquiry_sent", _("sent an enquiry to a centre")
    ENQUIRY_ANSWERED = "enquiry_answered", _("answered an enquiry")
    ENQUIRY_CLOSED = "enquiry_closed", _("closed an enquiry")
    ENQUIRY_OPENED = "enquiry_opened", _("opened an enquiry")
    BLANK_PRINTED = "blank_printed", _("printed a certificate on a numbered blank")
    BLANK_SPOILT = "blank_spoilt", _("wrote down a spoilt blank")
    GAP_EXPLAINED = "gap_explained", _("explained a gap in the register")
    PRINTER_CHANGED = "printer_changed", _("changed the offsets of a printer")
    PAST_REGISTER_LOADED = "past_register_loaded", _("loaded a register of a past year")
    PAST_PAGE_KEPT = "past_page_kept", _("kept the scan of a ledger page")
    PAST_PAGE_OPENED = "past_page_opened", _("opened the scan of a ledger page")
    POST_CHANGED = "post_changed", _("changed what a post requires")
    DESIGN_KEPT = "design_kept", _("changed a design of certificates")
    EXPORTED = "exported", _("exported a list")
    SAMPLE_DRAWN = "sample_drawn", _("drew a sample")
    STRAYS_SEALED = "strays_sealed", _("sealed entries of the record by hand")
    SIGNING_KEY_CHANGED = "signing_key_changed", _("changed a signing key")
    MASTER_KEY_CHANGED = "master_key_changed", _("changed the master key")
    DATA_COPIED = "data_copied", _("made a copy of the data about somebody")
    ERASURE_ASKED = "erasure_asked", _("asked to erase somebody")
    ERASURE_WITHDRAWN = "erasure_withdrawn", _("withdrew an erasure")
    PERSON_ERASED = "person_erased", _("erased a person")
    NAMES_DESTROYED = "names_destroyed", _("destroyed the names of a protected person")
    ALL_NAMES_DESTROYED = "all_names_destroyed", _("destroyed the names of all protected people")
    DATA_EXPIRED = "data_expired", _("threw away data whose time is over")
    RETENTION_CHANGED = "retention_changed", _("changed how long data is kept")
    SEAT_TAKEN = "seat_taken", _("took a seat of the demonstration")
    FACTOR_SET_UP = "factor_set_up", _("set up a second factor")
    FACTOR_REMOVED = "factor_removed", _("removed a second factor")
    FACTOR_FAILED = "factor_failed", _("failed at the second factor")
    FACTOR_RESET = "factor_reset", _("reset a second factor")
    BACKUP_CODES_MADE = "backup_codes_made", _("made new backup codes")
    CODE_CARD_PRINTED = "code_card_printed", _("printed a code card")
    PRINTED_CODE_USED = "printed_code_used", _("logged in with a printed code")
    CONFIRMED_AGAIN = "confirmed_again", _("confirmed again who they are")
