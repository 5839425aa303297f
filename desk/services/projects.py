"""A project's sums as a file: taking it is remembered."""

from typing import TYPE_CHECKING

from accounts.enums import Act
from accounts.services.audit import remember
from desk.selectors.projects import Project, projects_of

if TYPE_CHECKING:
    from accounts.models import User


def export_projects(*, kind: str, by: "User") -> list[Project]:
    """Return the projects that `by` observes, for a file of that kind, and remember that it was taken."""
    found = projects_of(by)
    remember(act=Act.EXPORTED, by=by, new={"list": "projects", "kind": kind, "projects": [one.title for one in found]})
    return found
