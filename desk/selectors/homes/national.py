"""Homes of HR, editors, translators, auditors and administrators."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.selectors.cohort_papers import figures_of_register
from desk.selectors.homes.steps import Figure, Home, Step

if TYPE_CHECKING:
    from accounts.models import User


def hr_home(user: "User", home: Home) -> None:
    """Add to `home` the two ways of checking a certificate, and the figures of the register."""
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
    standing, revoked = figures_of_register(user)
    register = reverse("certificates:register")
    home.figures += [Figure(_("Certificates in force"), standing, register), Figure(_("Revoked"), revoked, register)]


def drafting_home(home: Home) -> None:
    """Add to `home` the drafting room and the state of the languages."""
    home.steps.append(
        Step(
            _("Manuals"),
            _("All eight parts with what each language has and lacks."),
            reverse("courses:manuals"),
            _("Open the manuals"),
            "next",
        )
    )
    home.steps.append(
        Step(
            _("Drafting room"),
            _("Write and translate pages. Publishing a page makes a new edition for the trainees."),
            reverse("wagtailadmin_home"),
            _("Open the pages"),
        )
    )


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
