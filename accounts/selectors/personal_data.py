"""What the models say about personal data: collected, checked, and written down as the record of processing."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.utils.translation import override

from accounts.domain.other_tables import OTHER_TABLES
from accounts.models import RetentionPeriod, User
from foundation.privacy import Erased, NotPersonal, Period, Personal

OUR_APPS = frozenset({"cms", "desk", "certificates", "assessments", "attendance", "courses", "accounts", "foundation"})


@dataclasses.dataclass(frozen=True)
class Declared:
    """A table and what it says it holds."""

    model: type[Model]
    label: str
    ours: bool
    personal: Personal | NotPersonal | None


def declared() -> list[Declared]:
    """Return every table with its declaration, ours first, in the order of their labels."""
    found = [_declared(model) for model in apps.get_models() if not model._meta.proxy]
    return sorted(found, key=lambda one: (not one.ours, one.label))


def personal_tables() -> Iterator[tuple[type[Model], Personal]]:
    """Yield the tables that hold something about people."""
    for one in declared():
        if isinstance(one.personal, Personal):
            yield one.model, one.personal


def _declared(model: type[Model]) -> Declared:
    label = model._meta.label
    ours = model.__module__.split(".")[0] in OUR_APPS
    if ours:
        return Declared(model, label, ours=True, personal=model.__dict__.get("personal"))
    said = OTHER_TABLES.get(label) or OTHER_TABLES.get(model._meta.app_label)
    return Declared(model, label, ours=False, personal=said)


def problems(tables: Iterable[Declared] | None = None) -> list[tuple[type[Model], str, str]]:
    """Return what is wrong with the declarations: model, number of the error, sentence.

    P001 no declaration; P002 a field that does not exist; P003 it leads to a person and does not say so; P004 a way
    to the person, or a field of the period, that does not exist.
    """
    found = []
    for one in tables if tables is not None else declared():
        said = one.personal
        if not isinstance(said, Personal | NotPersonal):
            found.append((one.model, "P001", "says nothing about personal data (foundation/privacy.py)."))
            continue
        fields = said.fields if isinstance(said, Personal) else ()
        for name in (*fields, *(said.clears if isinstance(said, Personal) else ())):
            if not _exists(one.model, name):
                found.append((one.model, "P002", f"names the field {name}, which does not exist."))
        for field in one.model._meta.local_concrete_fields:
            leads = isinstance(field, ForeignKey) and field.related_model is User
            if leads and field.name not in fields and not field.primary_key:
                found.append((one.model, "P003", f"has {field.name}, which leads to a person, and does not name it."))
        if isinstance(said, Personal):
            found += [
                (one.model, "P004", f"names the way {way}, which does not exist.")
                for way in _ways(said)
                if not _exists(one.model, way)
            ]
    return found


def _ways(said: Personal) -> list[str]:
    ways = [said.of] if said.of and said.of != "pk" else []
    if isinstance(said.kept, Period) and said.kept.since:
        ways.append(said.kept.since)
    return ways


def _exists(model: type[Model], way: str) -> bool:
    """Return whether a field, or a way over several, exists."""
    here: Any = model
    for part in way.split("__"):
        try:
            here = here._meta.get_field(part).related_model
        except (FieldDoesNotExist, AttributeError):
            return False
    return True


def periods() -> dict[str, tuple[Period, int, list[str]]]:
    """Return every period by its code: the declaration, the days that hold now, the tables. One query."""
    changed = dict(RetentionPeriod.objects.values_list("code", "days"))
    found: dict[str, tuple[Period, int, list[str]]] = {}
    for model, said in personal_tables():
        kept = said.kept
        if isinstance(kept, Period):
            days = kept.days if kept.fixed else changed.get(kept.code, kept.days)
            found.setdefault(kept.code, (kept, days, []))[2].append(model._meta.label)
    return found


def record_of_processing() -> str:
    """Return the record of processing as Markdown, from the declarations alone."""
    lines = [
        "# Record of processing",
        "",
        "Written by `manage.py personal_data` from what stands beside each model; do not change it by hand.",
        "Who may read what: the table of permissions (tests/permissions). What it means: [privacy.md](privacy.md).",
        "",
    ]
    tables = declared()
    for title, ours in (("Tables of the program", True), ("Tables of libraries", False)):
        lines += [
            f"## {title}",
            "",
            "| Table | Holds | Why | Kept | When a person is erased |",
            "|---|---|---|---|---|",
        ]
        lines += [_line(one.label, one.personal) for one in tables if one.ours is ours and _is_personal(one.personal)]
        lines += ["", "Nothing about people:", ""]
        nothing = {
            (one.label if ours or one.label in OTHER_TABLES else one.model._meta.app_label): one.personal.what
            for one in tables
            if one.ours is ours and isinstance(one.personal, NotPersonal)
        }
        lines += [f"- `{label}`: {what}" for label, what in sorted(nothing.items())] + [""]
    return "\n".join(lines)


def _is_personal(said: Personal | NotPersonal | None) -> bool:
    return isinstance(said, Personal)


def _line(label: str, said: Any) -> str:
    fields = ", ".join(said.fields)
    return f"| `{label}` | {fields} | {_english(said.why)} | {_kept(said.kept)} | {_erased(said)} |"


def _english(choice: Any) -> str:
    with override("en"):
        return str(choice.label)


def _kept(kept: str | Period) -> str:
    if not isinstance(kept, Period):
        return {"register": "as long as the registers"}.get(kept, kept)
    when = f" after `{kept.since}`" if kept.since else ""
    return f"{kept.days} days{when} (`{kept.code}`), then {_english(kept.does)}"


def _erased(said: Personal) -> str:
    return _english(Erased(said.erased))
