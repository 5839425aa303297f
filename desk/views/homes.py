"""Home: one page, made of what each of the person's roles has to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.names import display_name
from desk.selectors.homes.centre import enquiries_home, head_home, instructor_home, registrar_home
from desk.selectors.homes.erasures import erasures_home
from desk.selectors.homes.expiring import expiring_home, own_expiring_home
from desk.selectors.homes.guests import commission_home, duty_home, invigilator_home, observer_home
from desk.selectors.homes.national import administrator_home, auditor_home, drafting_home, hr_home
from desk.selectors.homes.rolls import rolls_home, senior_home
from desk.selectors.homes.steps import Home
from desk.selectors.homes.trainee import trainee_home


@requires()
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """What do I do now?"""
    user, language, today = request.user, get_language() or "en", timezone.localdate()
    page = Home()
    if user.has_role(Role.TRAINEE):
        trainee_home(user, page, language=language, today=today)
        senior_home(user, page, today=today)
        own_expiring_home(user, page, today=today)
    if user.has_role(Role.INSTRUCTOR):
        instructor_home(user, page, language=language, today=today)
    if user.has_role(Role.HEAD):
        head_home(user, page, language=language, today=today)
    if user.has_role(Role.REGISTRAR):
        registrar_home(user, page)
    if user.has_role(Role.HEAD, Role.REGISTRAR):
        enquiries_home(user, page, today=today)
    if user.has_role(Role.INSTRUCTOR, Role.HEAD, Role.REGISTRAR):
        rolls_home(user, page)
    if user.has_role(Role.HR):
        hr_home(user, page, today=today)
    if user.has_role(Role.REGISTRAR, Role.HR):
        expiring_home(user, page, today=today)
    if user.has_role(Role.EDITOR, Role.TRANSLATOR):
        drafting_home(user, page, today=today)
    if user.has_role(Role.COMMISSION):
        commission_home(user, page, today=today)
    if user.has_role(Role.INVIGILATOR):
        invigilator_home(user, page, at=timezone.now())
    if user.has_role(Role.DUTY_OFFICER):
        duty_home(user, page, language=language, today=today)
    if user.has_role(Role.OBSERVER):
        observer_home(page)
    if user.has_role(Role.AUDITOR):
        auditor_home(user, page)
    if user.has_role(Role.ADMINISTRATOR):
        administrator_home(page)
    if user.has_role(Role.HEAD, Role.HR, Role.ADMINISTRATOR):
        erasures_home(user, page, at=timezone.now())
    context = {"home": page, "name": display_name(user, language), "today": today, "has_role": bool(user.roles())}
    return render(request, "desk/home.html", context)
