"""Roles given and ended by an administrator, four eyes, and what Wagtail is told of it."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry, RoleAssignment, User
from accounts.services.appointments import (
    OwnRoleError,
    RoleEndedError,
    RoleEndsBeforeStartError,
    RoleEndsLaterError,
    RoleEverywhereError,
    RoleHeldError,
    RoleWithoutLanguageError,
    appoint,
    dismiss,
    project_due,
)
from accounts.services.people import NameInReasonError, ReasonMissingError
from accounts.services.roles import RoleNeedsCentreError
from tests.factories.accounts import LONG_AGO, make_staff

DAY = datetime.timedelta(days=1)


def give(cast, person=None, **kwargs):
    given = {
        "person": person or cast.stranger,
        "role": Role.HR,
        "centre": None,
        "language": "",
        "since": timezone.localdate(),
        "until": None,
        "by": cast.administrator,
        **kwargs,
    }
    return appoint(**given)


def end(cast, assignment, on, **kwargs):
    given = {"reason": "moved away", "by": cast.administrator, "at": timezone.now(), **kwargs}
    dismiss(assignment=assignment, on=on, **given)


def role_of(person):
    return RoleAssignment.objects.get(user=person)


def test_the_same_role_twice_is_one_role_and_one_entry(cast):
    first, second = give(cast), give(cast)
    assert first == second
    assert User.objects.get(pk=cast.stranger.pk).has_role(Role.HR)
    entry = AuditEntry.objects.get(act=Act.ROLE_GIVEN, subject_id=str(cast.stranger.pk))
    assert (entry.actor, entry.new) == (cast.administrator, {"role": "hr"})


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"role": Role.HEAD}, RoleNeedsCentreError),
        ({"role": Role.TRAINEE}, RoleNeedsCentreError),
        ({"role": Role.HR, "centre": "khorog"}, RoleEverywhereError),
        ({"role": Role.HR, "language": "tg"}, RoleWithoutLanguageError),
        ({"until": datetime.date(2020, 1, 1)}, RoleEndsBeforeStartError),
    ],
)
def test_what_does_not_fit_together_is_refused(cast, fields, error):
    if "centre" in fields:
        fields = fields | {"centre": cast.khorog}
    with pytest.raises(error):
        give(cast, **fields)
    assert not RoleAssignment.objects.filter(user=cast.stranger).exists()


def test_days_of_one_role_do_not_overlap(cast):
    today = timezone.localdate()
    give(cast, until=today + 9 * DAY)
    for since, until in ((today + 9 * DAY, None), (today - DAY, today), (today + DAY, today + 2 * DAY)):
        with pytest.raises(RoleHeldError):
            give(cast, since=since, until=until)
    give(cast, since=today + 10 * DAY)
    give(cast, role=Role.EDITOR)
    assert RoleAssignment.objects.filter(user=cast.stranger).count() == 3


def test_nobody_gives_or_ends_a_role_of_ones_own_and_only_administrators_do(cast):
    other = make_staff(Role.ADMINISTRATOR)
    with pytest.raises(OwnRoleError):
        give(cast, cast.administrator)
    with pytest.raises(OwnRoleError):
        end(cast, role_of(cast.administrator), timezone.localdate())
    with pytest.raises(OwnRoleError):
        give(cast, by=cast.head)
    give(cast, cast.administrator, by=other)


def test_a_role_ends_on_a_day_with_a_reason(cast):
    assignment = role_of(cast.hr)
    yesterday = timezone.localdate() - DAY
    for _ in range(2):
        end(cast, assignment, yesterday, reason=" moved   away ")
    assert role_of(cast.hr).valid_to == yesterday
    assert not User.objects.get(pk=cast.hr.pk).has_role(Role.HR)
    entry = AuditEntry.objects.get(act=Act.ROLE_ENDED)
    assert (entry.actor, entry.reason, entry.old) == (cast.administrator, "moved away", {"role": "hr"})
    with pytest.raises(RoleEndedError):
        end(cast, assignment, yesterday - DAY)
    assert role_of(cast.hr).valid_to == yesterday


def test_ending_neither_prolongs_a_role_nor_ends_it_before_it_began(cast):
    today = timezone.localdate()
    assignment = give(cast, until=today + 5 * DAY)
    with pytest.raises(RoleEndsLaterError):
        end(cast, assignment, today + 6 * DAY)
    with pytest.raises(RoleEndsBeforeStartError):
        end(cast, assignment, today - DAY)
    end(cast, assignment, today + DAY)
    assert role_of(cast.stranger).valid_to == today + DAY


def test_the_reason_is_there_and_names_no_protected_person(cast):
    with pytest.raises(ReasonMissingError):
        end(cast, role_of(cast.hr), timezone.localdate(), reason="  ")
    with pytest.raises(NameInReasonError):
        end(cast, role_of(cast.afghan), timezone.localdate(), reason="زهرا رفت")
    assert not AuditEntry.objects.filter(act=Act.ROLE_ENDED).exists()


def test_a_role_that_runs_out_leaves_wagtail_by_the_tick(cast):
    boss = make_staff(Role.ADMINISTRATOR)
    end(cast, role_of(boss), timezone.localdate())
    assert User.objects.get(pk=boss.pk).is_superuser  # the last day
    assert project_due(today=timezone.localdate()) == 0
    RoleAssignment.objects.filter(user=boss).update(valid_from=LONG_AGO, valid_to=timezone.localdate() - DAY)
    assert project_due(today=timezone.localdate()) == 1
    boss.refresh_from_db()
    assert (boss.is_superuser, boss.groups.count()) == (False, 0)


def test_a_role_that_begins_later_comes_to_wagtail_by_the_tick(cast):
    assignment = give(cast, role=Role.TRANSLATOR, language="tg", since=timezone.localdate() + DAY)
    assert cast.stranger.groups.count() == 0
    RoleAssignment.objects.filter(pk=assignment.pk).update(valid_from=timezone.localdate())
    assert project_due(today=timezone.localdate()) == 1
    assert [group.name for group in cast.stranger.groups.all()] == ["Translators tg"]


def test_the_tick_asks_the_same_for_few_and_many(cast, django_assert_num_queries):
    for _ in range(4):
        make_staff(Role.EDITOR)
    with django_assert_num_queries(3):
        assert project_due(today=timezone.localdate()) == 0
