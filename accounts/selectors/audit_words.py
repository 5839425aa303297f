"""The words in which the audit trail is read: groups of acts, kinds of rows, what was changed, from what to what.

Upper apps name their own rows and values in a module `audit_words` of theirs (`name_rows`, `name_values`, `open_rows`):
this app knows neither results nor certificates.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Act, AuthorisationKind, FactorKind, Role, Service, Sex
from foundation.languages.titles import NATIVE_NAMES

if TYPE_CHECKING:
    from accounts.models import User

    Opener = Callable[[User, Collection[str]], Mapping[str, str]]

GROUPS: dict[str, tuple[Any, frozenset[str]]] = {
    "entry": (
        _("Log-in and devices"),
        frozenset({
            "log_in", "log_in_failed", "locked_out", "password_changed", "password_slip", "pin_set", "seat_taken",
            "sessions_ended", "factor_set_up", "factor_removed", "factor_failed", "factor_reset",
            "backup_codes_made", "code_card_printed", "printed_code_used", "confirmed_again", "device_file_taken",
        }),
    ),
    "people": (
        _("People and names"),
        frozenset({
            "person_added", "photo_kept", "photo_removed", "name_changed", "names_imported", "name_proved", "enrolled",
            "withdrawn",
        }),
    ),
    "rights": (
        _("Roles and rights"),
        frozenset({
            "role_given", "role_ended", "authorisation_given", "authorisation_ended", "commission_appointed",
            "commission_ended", "centre_changed", "signatories_named", "signing_key_changed", "master_key_changed",
            "strays_sealed",
        }),
    ),
    "privacy": (
        _("Personal data"),
        frozenset({
            "data_copied", "erasure_asked", "erasure_withdrawn", "person_erased", "names_destroyed",
            "all_names_destroyed", "data_expired", "retention_changed",
        }),
    ),
    "seen": (
        _("Looked up and taken out"),
        frozenset({
            "person_looked_up", "exported", "questions_exported", "certificate_opened", "evidence_opened",
            "past_page_opened", "enquiry_opened", "certificate_checked", "certificates_compared", "sample_drawn",
        }),
    ),
    "teaching": (
        _("Timetable and attendance"),
        frozenset({
            "cohort_changed", "timetable_made", "roll_taken", "mark_corrected", "day_signed", "admission_proposed",
            "admission_decided",
        }),
    ),
    "results": (
        _("Tests and results"),
        frozenset({
            "practical_recorded", "practical_confirmed", "practical_coached", "practical_day_planned",
            "sitting_planned", "sitting_led", "extra_time_given", "answer_marked", "points_changed", "marks_confirmed",
            "late_answer_decided", "regraded", "paper_printed", "paper_entered", "results_locked", "result_corrected",
            "protocol_file_kept", "appeal_filed", "appeal_handed_over", "appeal_decided",
        }),
    ),
    "certificates": (
        _("Certificates and registers"),
        frozenset({
            "certificates_prepared", "certificates_issued", "certificate_renewed", "certificate_revoked", "phrase_set",
            "phrase_removed", "link_made", "link_withdrawn", "link_used", "check_written_down", "enquiry_sent",
            "enquiry_answered", "enquiry_closed", "blank_printed", "blank_spoilt", "gap_explained", "printer_changed",
            "past_register_loaded", "past_page_kept", "post_changed", "design_kept",
        }),
    ),
    "content": (
        _("Lessons and questions"),
        frozenset({
            "edition_published", "approval_changed", "quiz_changed", "question_changed", "questions_imported",
        }),
    ),
}  # fmt: skip
OTHER = "other"
LONGEST_NUMBER = 9  # digits of an id that is a number

# What was changed. A word that is not here is shown as it stands in the row.
KEYS: dict[str, Any] = {
    "accepted": _("Accepted"), "act": _("Act"), "admitted": _("Admitted"), "annulled": _("Annulled"),
    "answer": _("Answer"), "at": _("When"), "blank": _("Number of the blank"), "category": _("Reason"),
    "certificates": _("Certificates"), "chair": _("Chair"), "changed": _("Changed"), "closes": _("Ends"),
    "code": _("Code"), "codes": _("Codes"), "cohort": _("Cohort"), "conflicts": _("Disagreements"),
    "counts": _("Lines"), "course": _("Course"), "date": _("Date"), "decided": _("Decided"), "design": _("Design"),
    "difficulty": _("Difficulty"), "document": _("Document"), "due": _("Until"), "editions": _("Editions"),
    "entries": _("Lines"), "exercises": _("Practical exercises"), "failures": _("Wrong tries"), "final": _("Final"),
    "finding": _("What was found"), "for": _("For"), "format": _("Format"), "found": _("Found"),
    "holiday": _("Holiday"), "hours": _("Hours"), "instructors": _("Instructors"), "items": _("Lines"),
    "kid": _("Key"), "kind": _("Kind"), "language": _("Language"), "last_day": _("Last day"), "lines": _("Lines"),
    "list": _("List"), "made": _("Made"), "makes_up": _("Make-up lesson"), "marks": _("Marks"),
    "members": _("Members"), "minutes": _("Minutes late"), "missing": _("Missing"), "module": _("Module"),
    "more": _("More instructors"), "name_matched": _("The name matched"), "new": _("New"), "number": _("Number"),
    "numbers": _("Numbers"), "offered": _("Offered"), "opens": _("Begins"), "page": _("Page"), "passed": _("Passed"),
    "people": _("People"), "percent": _("Percent"), "person": _("Person"), "points": _("Points"), "post": _("Post"),
    "project": _("Project"), "purpose": _("Purpose"), "question": _("Question"), "questions": _("Questions"),
    "quiz": _("Quiz"), "reason": _("Reason"), "refused": _("Refused"), "removed": _("Removed"),
    "replaced": _("Replaced"), "retired": _("Retired"), "role": _("Role"), "room": _("Room"), "rows": _("Lines"),
    "same": _("Unchanged"), "script": _("Script"), "seats": _("Seats"), "seconds": _("Seconds"),
    "self_check_in": _("Self check-in"), "senior": _("Senior of the group"), "serial": _("Serial number"),
    "sessions": _("Class sessions"), "signatories": _("Signatories"), "since": _("Since"), "size": _("Bytes"),
    "stage": _("Stage"), "starts_on": _("Begins"), "state": _("State"), "status": _("Mark"), "tag": _("Tag"),
    "try": _("Try"), "unmarked": _("Not marked"), "until": _("Until"), "version": _("Version"),
    "walk_ins": _("Walk-ins"), "what": _("What"), "whole": _("Whole"), "year": _("Year"),
}  # fmt: skip
# Ids of persons: shown as service numbers.
PEOPLE = frozenset({"person", "senior", "instructors", "more", "members", "chair", "signatories"})
# Never shown and never taken out: the key of a question would tell the answer.
SECRET = frozenset({"key"})
# Ids of other rows and digests: of use to whoever takes the list out, not to a reader.
MACHINE = frozenset({
    "attempt", "commission", "enrolment", "link", "meaning", "order", "proof", "rest", "series", "sha256", "walk_in",
    "with", "sealed",
})  # fmt: skip

_rows: dict[str, Any] = {
    "accounts.user": _("Person"),
    "accounts.centre": _("Centre"),
    "accounts.commission": _("Commission"),
    "accounts.importdraft": _("List of people"),
    "accounts.session": _("Log-in"),
    "accounts.erasurerequest": _("Request to erase"),
}
_values: dict[tuple[str, str], dict[str, Any]] = {}
_openers: "dict[str, Opener]" = {}


def name_rows(rows: Mapping[str, Any]) -> None:
    """Say how rows are called, by `app.model` in small letters."""
    _rows.update(rows)


def name_values(key: str, choices: Collection[tuple[Any, Any]], *, row: str = "") -> None:
    """Say how the values of a key are called: those of one kind of row, or everywhere."""
    _values.setdefault((row, key), {}).update({str(value): label for value, label in choices})


def open_rows(row: str, opener: "Opener") -> None:
    """Say where a kind of row is opened: who reads and the ids → the address of each that the reader may see."""
    _openers[row] = opener


def kinds_of_rows() -> list[tuple[str, Any]]:
    """Return the kinds of rows that have a word, by that word in the active language."""
    return sorted(_rows.items(), key=lambda pair: str(pair[1]))


def acts_of(chosen: str) -> frozenset[str]:
    """Return the acts that a choice of the filter means: one act, or a whole group."""
    if chosen in Act.values:
        return frozenset({chosen})
    if chosen == OTHER:
        return frozenset(Act.values) - frozenset().union(*(acts for _label, acts in GROUPS.values()))
    return GROUPS[chosen][1] if chosen in GROUPS else frozenset()


def choices_of_acts() -> list[tuple[Any, Any]]:
    """Return the choices of the filter: each group as a whole, then its acts."""
    found: list[tuple[Any, Any]] = [("", gettext("All"))]
    labels = dict(Act.choices)
    for group, label in [*((group, label) for group, (label, _acts) in GROUPS.items()), (OTHER, _("Other acts"))]:
        of_group = acts_of(group)
        acts = [(act, label_of_act) for act, label_of_act in labels.items() if act in of_group]
        if acts:
            whole = gettext("%(group)s: all") % {"group": label}
            found.append((label, [(group, whole), *acts]))
    return found


def row_word(row: str) -> str:
    """Return how a kind of row is called in the active language; the last part of its name when nobody said."""
    return str(_rows.get(row, row.rpartition(".")[2]))


def key_word(key: str) -> str:
    """Return how a key is called in the active language."""
    return str(KEYS.get(key, key.replace("_", " ")))


def value_word(row: str, key: str, value: Any, numbers: Mapping[uuid.UUID, str]) -> str:
    """Return a value in words of the active language; persons by service number."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value_word(row, key, one, numbers) for one in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{key_word(one)} {value_word(row, one, said, numbers)}" for one, said in value.items())
    if key in PEOPLE and (person := as_id(value)) is not None:
        return numbers.get(person, "–")
    for place in ((row, key), ("", key)):
        if (word := _values.get(place, {}).get(str(value))) is not None:
            return str(word)
    return str(value)


def addresses(by: "User", ids_by_row: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """Return where the rows are opened that `by` may open. One or two queries a kind of row."""
    found: dict[tuple[str, str], str] = {}
    for row, ids in ids_by_row.items():
        # in a trail that was tampered with anything can stand
        numbers = [pk for pk in ids if pk.isdecimal() and len(pk) <= LONGEST_NUMBER]
        for readable in (numbers, [pk for pk in ids if as_id(pk)]):
            if readable and row in _openers:
                try:
                    opened = _openers[row](by, readable)
                except (ValidationError, ValueError, TypeError):
                    continue
                found |= {(row, pk): address for pk, address in opened.items()}
    return found


def as_id(value: Any) -> uuid.UUID | None:
    """Return an id written as text; None when it is none."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


name_values("role", Role.choices)
name_values("kind", AuthorisationKind.choices, row="accounts.user")
name_values("kind", FactorKind.choices, row="accounts.user")
name_values("language", list(NATIVE_NAMES.items()))
name_values("service", Service.choices)
name_values("sex", Sex.choices)
