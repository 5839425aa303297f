"""Reasons why somebody is not yet entitled, as sentences in the reader's language, with the numbers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.domain.entitlement import NotYet
from certificates.enums import Reason
from foundation.languages.text import persian_digits


def sentence(reason: NotYet) -> SafeString:
    """Return one reason as a sentence for a page; codes and numbers keep their order in right-to-left text."""
    values = {
        "code": _isolated(reason.code),
        "have": _isolated(_digits(reason.have)),
        "need": _isolated(_digits(reason.need)),
    }
    return mark_safe(_text(reason) % values)  # our own sentence; the values are escaped


def _text(reason: NotYet) -> str:
    """Return the sentence with places for `code`, `have` and `need`."""
    if reason.reason == Reason.QUIZ_MISSING and reason.have:
        return _("The module quiz %(code)s was not passed: %(have)s %% reached, %(need)s %% is needed.")
    if reason.reason == Reason.EXIT_MISSING and reason.have:
        return _("The exit test %(code)s was not passed: %(have)s %% reached, %(need)s %% is needed.")
    return {
        Reason.EXIT_MISSING: _("The exit test %(code)s has not been passed. %(need)s %% is needed."),
        Reason.ATTENDANCE: _("Attendance is %(have)s %%, %(need)s %% is needed."),
        Reason.PRACTICE_MISSED: _("Practical lessons have to be made up: %(have)s h."),
        Reason.QUIZ_MISSING: _("The module quiz %(code)s has not been passed. %(need)s %% is needed."),
        Reason.PRACTICAL_MISSING: _("The practical exercise %(code)s has not been assessed."),
        Reason.PRACTICAL_UNCONFIRMED: _("The practical exercise %(code)s awaits confirmation."),
        Reason.PRACTICAL_FAILED: _("Not yet competent in the practical exercise %(code)s."),
        Reason.NOT_LOCKED: _("The results have not been locked by protocol."),
        Reason.WITHDRAWN: _("The enrolment was withdrawn."),
        Reason.LETTERS: _("The name has letters that cannot be printed: %(have)s"),
        Reason.NO_NAME: _("No name is recorded."),
        Reason.APPEAL: _("An appeal of this person waits for its decision."),
        Reason.NOT_PROVED: _("The name has not been signed on the name-proof sheet."),
        Reason.FEW_HOURS: _(
            "%(have)s %% of the hours attended; %(need)s %% are needed for a certificate of attendance."
        ),
    }[Reason(reason.reason)]


def _isolated(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def _digits(text: str) -> str:
    return persian_digits(text.replace(".", "٫")) if get_language() == "fa-af" else text
