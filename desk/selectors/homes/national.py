"""Homes of HR, editors, translators, auditors and administrators."""

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.selectors.cohort_papers import figures_of_register
from certificates.selectors.enquiries import waiting_for_hr
from cms.selectors.board import work_for
from courses.access import languages_of
from desk.selectors.homes.steps import Figure, Home, Step
from foundation.languages.templatetags.languages import digits
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User


def hr_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` the ways of checking a certificate, enquiries that wait, and the figures of the register."""
    home.steps.append(
        Step(
            _("Find a certificate"),
            _("By any name a person ever had, by service number, serial or code."),
            reverse("certificates:search"),
            _("Search"),
            "next",
        )
    )
    home.steps.append(
        Step(
            _("Check a paper"),
            _("Type the code and the name on the paper, as anybody outside can."),
            reverse("certificates:check"),
            _("Open the check page"),
        )
    )
    _add_enquiries(home, today)
    standing, revoked = figures_of_register(user)
    register = reverse("certificates:register")
    home.figures += [Figure(_("Certificates in force"), standing, register), Figure(_("Revoked"), revoked, register)]


def _add_enquiries(home: Home, today: datetime.date) -> None:
    """Add the enquiries that a centre has not answered in time, and the answers that nobody has filed."""
    overdue, answered = waiting_for_hr(today)
    for waiting, title, tone, text in (
        (
            overdue,
            _("Overdue enquiries"),
            "bad",
            ngettext(
                "%(count)s enquiry was not answered in time.",
                "%(count)s enquiries were not answered in time.",
                overdue.count,
            ),
        ),
        (
            answered,
            _("Answers to enquiries"),
            "next",
            ngettext(
                "%(count)s answer waits to be read and filed.",
                "%(count)s answers wait to be read and filed.",
                answered.count,
            ),
        ),
    ):
        if waiting.first is not None:
            url = reverse("certificates:enquiry", kwargs={"pk": waiting.first.pk})
            if waiting.count > 1:
                url = reverse("certificates:enquiries")
            home.steps.append(Step(title, text % {"count": digits(waiting.count)}, url, _("Open"), tone))


def drafting_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` the texts that wait for review, what the person's languages lack, and the drafting room."""
    languages = [code for code in LANGUAGE_CODES if code in languages_of(user)]
    work = work_for(user, languages, today)
    places = reverse("cms:board_list")
    if work.waiting:
        text = ngettext(
            "%(count)s text waits for your review.", "%(count)s texts wait for your review.", work.waiting
        ) % {"count": digits(work.waiting)}
        home.steps.append(Step(_("Review of texts"), text, f"{places}?state=waiting", _("Open the list"), "next"))
    home.steps.append(
        Step(
            _("Board of the texts"),
            _("What each language has, and what it still lacks. Every number leads to its texts."),
            reverse("cms:board"),
            _("Open the board"),
            "next",
        )
    )
    for code in languages:
        name = f"\u2068{NATIVE_NAMES[code]}\u2069"
        for state, label, numbers in (
            ("stale", _("Out of date: %(language)s"), work.stale),
            ("missing", _("Missing: %(language)s"), work.missing),
        ):
            if numbers[code]:
                url = f"{places}?language={code}&state={state}"
                home.figures.append(Figure(label % {"language": name}, numbers[code], url))
    _drafting_places(home, writes_source=SOURCE_LANGUAGE in languages)


def auditor_home(user: "User", home: Home) -> None:
    """Add to `home` the audit trail, the register and the cohorts."""
    home.steps.append(
        Step(
            _("Audit trail"),
            _("Who did what, when and why. Nothing here can be changed."),
            reverse("accounts:audit"),
            _("Read it"),
            "next",
        )
    )
    home.steps.append(
        Step(
            _("What stands out"),
            _("Marks, enrolments, results and certificates that an auditor should ask about."),
            reverse("certificates:anomalies"),
            _("Open the list"),
        )
    )
    home.steps.append(
        Step(
            _("Samples"),
            _("Draw certificates, results, days of rolls or role changes by chance, and compare them with paper."),
            reverse("desk:samples"),
            _("Draw a sample"),
        )
    )
    home.steps.append(Step(_("Cohorts"), _("Every cohort of every centre."), reverse("courses:cohorts"), _("Open")))
    standing, revoked = figures_of_register(user)
    register = reverse("certificates:register")
    home.figures += [Figure(_("Certificates in force"), standing, register), Figure(_("Revoked"), revoked, register)]


def administrator_home(home: Home) -> None:
    """Add to `home` people and their roles."""
    home.steps.append(
        Step(
            _("People"), _("Who holds which role, where and until when."), reverse("accounts:people"), _("Open"), "next"
        )
    )


def _drafting_places(home: Home, *, writes_source: bool) -> None:
    """Add the queue of translations and the manuals; the drafting room for who writes the source language."""
    home.steps.append(
        Step(
            _("Translations"),
            _("What is missing or out of date in your languages, and what trainees do not understand."),
            reverse("cms:queue"),
            _("Open the queue"),
        )
    )
    home.steps.append(
        Step(
            _("Manuals"),
            _("All eight parts with what each language has and lacks."),
            reverse("courses:manuals"),
            _("Open the manuals"),
        )
    )
    if writes_source:
        home.steps.append(
            Step(
                _("Drafting room"),
                _("Write the pages in English. Publishing a page makes a new edition for the trainees."),
                reverse("wagtailadmin_home"),
                _("Open the pages"),
            )
        )
