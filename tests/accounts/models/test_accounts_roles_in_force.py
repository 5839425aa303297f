"""The written-out query of a person's roles says the same as the queryset."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.services.roles import give_role

PERIODS = [(-9, None), (0, None), (0, 0), (-9, -1), (1, None), (-9, 9)]


@pytest.mark.parametrize(("since", "until"), PERIODS)
def test_roles_of_today(cast, since: int, until: int | None) -> None:
    today = timezone.localdate()
    RoleAssignment.objects.filter(user=cast.stranger).delete()
    give_role(
        user=cast.stranger,
        role=Role.HEAD,
        centre=cast.khorog,
        by=None,
        on=today + datetime.timedelta(days=since),
        until=None if until is None else today + datetime.timedelta(days=until),
    )
    person = User.objects.get(pk=cast.stranger.pk)
    wanted = list(person.role_assignments.in_force(today))
    assert person.roles() == wanted
    assert [(a.centre_id, a.user_id, a.valid_from, a.valid_to) for a in person.roles()] == [
        (a.centre_id, a.user_id, a.valid_from, a.valid_to) for a in wanted
    ]
    assert bool(wanted) == (since <= 0 and (until is None or until >= 0))


def test_roles_are_read_once_and_whole(cast, django_assert_num_queries) -> None:
    person = User.objects.get(pk=cast.registrar.pk)
    with django_assert_num_queries(1):
        assert person.has_role(Role.REGISTRAR)
        assert person.centre_ids(Role.REGISTRAR) == [cast.khorog.pk]
        assert [assignment.valid_from for assignment in person.roles()]
