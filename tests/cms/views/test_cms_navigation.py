"""The navigation: few pages stand side by side, many in groups, and no page is lost or named twice."""

import re

import pytest

from accounts.enums import Role
from cms.navigation import FEW, GROUPS, _groups
from tests.conftest import Cast


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_pages_in_one_line(role: Role) -> None:
    groups = _groups(frozenset({role.value}), "en")
    opened = [label for _group, pages in GROUPS for label, _name, allowed in pages if role in allowed]
    assert [entry.label for group in groups for entry in group.entries] == opened
    assert len(groups) <= 8
    grouped = [group for group in groups if len(group.entries) > 1]
    assert bool(grouped) == (len(opened) > FEW)
    assert groups[0].label == "Home"


def test_the_page_and_its_group_are_marked(cast: Cast) -> None:
    page = cast.client("head").get("/en/courses/cohorts/").content.decode()
    bar = page[page.index('<nav class="site-nav"') :].partition("</nav>")[0]
    assert re.findall(r'<summary aria-current="true">(.*?)</summary>', bar) == ["Teaching"]
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', bar) == ["/en/courses/cohorts/"]
    assert "<details open" not in bar


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.HR, Role.OBSERVER, Role.DUTY_OFFICER, Role.INVIGILATOR])
def test_who_has_few_pages_sees_them_all(role: Role) -> None:
    assert all(len(group.entries) == 1 for group in _groups(frozenset({role.value}), "en"))
