"""How a request proves who somebody is: a typed code or the answer of a passkey. Shared by log-in and confirming."""

import dataclasses

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.domain.passkeys import Site
from accounts.enums import FactorKind
from accounts.models import User
from accounts.selectors.factors import Factors, question_for
from accounts.services.factors import (
    CodeTooSoonError,
    CodeWrongError,
    PasskeyRefusedError,
    prove_code,
    prove_passkey,
    prove_password,
)

CHALLENGE = "passkey_challenge"  # in the session: what the next answer of a passkey must hold; for one use


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Why a proof was not taken; `again`: the password is to be given again."""

    sentence: str
    status: int = 422
    again: bool = False


def site_of(request: HttpRequest) -> Site:
    """Return the site as the browser sees it; Django has checked the host."""
    host = request.get_host()
    return Site(f"{request.scheme}://{host}", host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host)


def passkey_options(request: HttpRequest, person: User, factors: Factors, *, make: bool = False) -> str:
    """Return what the page asks the browser, or an empty text; its challenge is kept in the session."""
    question = question_for(person, factors, site=site_of(request), make=make)
    if question is None:
        return ""
    request.session[CHALLENGE] = question.challenge
    return question.options


def prove(request: HttpRequest, person: User, *, prefix: str = "", by_password: bool = False) -> FactorKind | Refusal:
    """Return with what the person proved who she is in this request, or why that was not taken."""
    now = timezone.now()
    answer = request.POST.get(f"{prefix}passkey", "")
    challenge = request.session.pop(CHALLENGE, "")
    try:
        if answer:
            return prove_passkey(person=person, answer=answer, challenge=challenge, site=site_of(request), at=now)
        typed = request.POST.get(f"{prefix}code", "")[:256]
        return (
            prove_password(person=person, typed=typed, at=now)
            if by_password
            else prove_code(person=person, typed=typed, at=now)
        )
    except PasskeyRefusedError:
        return Refusal(gettext("The passkey was not accepted. Try again."))
    except CodeTooSoonError as error:
        sentence = ngettext(
            "There were wrong codes. Wait %(seconds)d second, then try again.",
            "There were wrong codes. Wait %(seconds)d seconds, then try again.",
            error.seconds,
        )
        return Refusal(sentence % {"seconds": error.seconds}, status=429)
    except CodeWrongError as error:
        return Refusal(
            gettext("This password is not right.")
            if by_password
            else gettext("This code is not right. Each code counts once: take the next one."),
            again=error.again,
        )
