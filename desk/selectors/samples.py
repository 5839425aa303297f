"""Samples that auditors draw: what there is to draw from, and the rows that were drawn."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Act
from accounts.selectors.sampling import entries_of_act, role_changes, role_changes_drawn
from assessments.selectors.sampling import results_drawn, settled_results
from attendance.selectors.sampling import days_with_rolls
from certificates.selectors.sampling import certificates_drawn, certificates_issued

if TYPE_CHECKING:
    from accounts.models import AuditEntry, Centre, User

SHOWN = 20  # earlier samples


class SampleKind(models.TextChoices):
    CERTIFICATES = "certificates", _("Certificates")
    RESULTS = "results", _("Results")
    DAYS = "days", _("Days of rolls")
    ROLES = "roles", _("Role changes")


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What to draw from: of one centre or all (None), of the days from `since` to `until`."""

    kind: SampleKind
    since: datetime.date
    until: datetime.date
    centre: "Centre | None"


@dataclasses.dataclass(frozen=True)
class Drawn:
    """One row of a sample: code, whose by service number, day and centre, and the page where it is read."""

    text: str
    number: str
    day: datetime.date | None
    centre: str
    url: str


@dataclasses.dataclass(frozen=True)
class Sample:
    """A sample as it was drawn and kept: of `population` rows there were then."""

    entry: "AuditEntry"
    kind: SampleKind
    seed: str
    size: int
    since: datetime.date
    until: datetime.date
    centre: str
    population: int
    keys: Sequence[str]


def population_of(wanted: Wanted, by: "User") -> list[str]:
    """Return the keys of all rows that a sample can hold, sorted. Two queries at most."""
    asked = (by, wanted.since, wanted.until, wanted.centre)
    if wanted.kind == SampleKind.DAYS:
        return [f"{centre} {day.isoformat()}" for centre, day in days_with_rolls(*asked)]
    ways = {
        SampleKind.CERTIFICATES: certificates_issued,
        SampleKind.RESULTS: settled_results,
        SampleKind.ROLES: role_changes,
    }
    return ways[wanted.kind](*asked)


def samples_drawn(by: "User") -> list[Sample]:
    """Return the newest samples that anybody drew. One query."""
    return [_sample(entry) for entry in entries_of_act(by, Act.SAMPLE_DRAWN)[:SHOWN]]


def sample_with_id(by: "User", pk: uuid.UUID) -> Sample | None:
    """Return a sample by the id of its audit entry, or None. One query."""
    entry = entries_of_act(by, Act.SAMPLE_DRAWN).filter(pk=pk).first()
    return _sample(entry) if entry is not None else None


def _sample(entry: "AuditEntry") -> Sample:
    new: Any = entry.new
    return Sample(
        entry=entry,
        kind=SampleKind(new["kind"]),
        seed=new["seed"],
        size=new["size"],
        since=datetime.date.fromisoformat(new["since"]),
        until=datetime.date.fromisoformat(new["until"]),
        centre=new["centre"],
        population=new["population"],
        keys=new["keys"],
    )


def rows_of(sample: Sample, by: "User") -> list[Drawn]:
    """Return the rows of a sample in its order; one that is not there any more is left out. Two queries at most."""
    if sample.kind == SampleKind.DAYS:
        return [_day(key) for key in sample.keys]
    ways = {
        SampleKind.CERTIFICATES: _certificates,
        SampleKind.RESULTS: _results,
        SampleKind.ROLES: _roles,
    }
    found = ways[sample.kind](by, sample.keys)
    return [found[key] for key in sample.keys if key in found]


def _day(key: str) -> Drawn:
    centre, _space, day = key.partition(" ")
    return Drawn("", "", datetime.date.fromisoformat(day), centre, reverse("attendance:day_report") + f"?day={day}")


def _certificates(by: "User", keys: Sequence[str]) -> dict[str, Drawn]:
    return {
        key: Drawn(
            row.serial,
            row.person.service_number,
            row.issued_on,
            row.centre.code,
            reverse("certificates:certificate", kwargs={"pk": key}),
        )
        for key, row in certificates_drawn(by, keys).items()
    }


def _results(by: "User", keys: Sequence[str]) -> dict[str, Drawn]:
    return {
        key: Drawn(
            f"{row.code} · {row.enrolment.cohort.code}",
            row.enrolment.person.service_number,
            row.updated_at.date(),
            row.enrolment.cohort.centre.code,
            reverse("assessments:results", kwargs={"pk": row.enrolment.cohort_id}),
        )
        for key, row in results_drawn(by, keys).items()
    }


def _roles(by: "User", keys: Sequence[str]) -> dict[str, Drawn]:
    found = {}
    for key, (row, person) in role_changes_drawn(by, keys).items():
        url = reverse("accounts:person", kwargs={"pk": person.pk}) if person else reverse("accounts:audit")
        number = person.service_number if person else ""
        text = f"{row.get_act_display()} · {(row.new or row.old or {}).get('role', '')}"
        found[key] = Drawn(text, number, row.at.date(), row.centre.code if row.centre else "", url)
    return found
