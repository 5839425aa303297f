"""No name of a protected person stays in a free text about the person: the words are taken out when it is written.

A name that was typed into a comment or an answer would lie in every backup and outlive the key. Which rows are about
whom is what their declarations say (foundation/privacy.py); so one receiver covers every table, also those to come.
"""

from typing import Any, TypeVar

from django.db.models import CharField, Model, TextField
from django.db.models.signals import pre_save

from accounts.domain.erasing import without_words_in
from accounts.models import AuditEntry, PersonName, User
from accounts.selectors.names import folded_name, open_name
from accounts.selectors.personal_data import OUR_APPS, personal_tables
from foundation.languages.text import words
from foundation.privacy import Personal

LONG_TEXT = 100  # characters; shorter columns hold codes and numbers

Value = TypeVar("Value")


def without_own_name(person: User, value: Value) -> Value:
    """Return a text without the words of the names that a protected person ever had. One query, and only for such.

    Other values, such as the ticks of an answer, are returned as they are.
    """
    if not person.protected or not isinstance(value, str):
        return value
    rows = PersonName.objects.filter(person=person.pk)
    names = {word for row in rows if (name := open_name(row)) is not None for word in words(folded_name(name))}
    found: Value = without_words_in(value, names)
    return found


def watch() -> None:
    """Look at every free text about somebody before it is written. Called in `ready()`."""
    for model, said in personal_tables():
        ours = model.__module__.split(".")[0] in OUR_APPS
        if ours and said.of and said.of != "pk" and model not in (PersonName, AuditEntry) and _texts(model, said):
            pre_save.connect(_take_out, sender=model, dispatch_uid=f"names in {model._meta.label}")


def _texts(model: type[Model], said: Personal) -> list[str]:
    found = []
    for name in said.fields:
        field: Any = model._meta.get_field(name)
        is_text = isinstance(field, CharField | TextField) and not field.choices and not field.unique
        if is_text and (field.max_length or LONG_TEXT) >= LONG_TEXT:
            found.append(name)
    return found


def _take_out(sender: type[Model], instance: Any, raw: bool, **kwargs: Any) -> None:
    said: Personal = sender.__dict__["personal"]
    written = [name for name in _texts(sender, said) if (getattr(instance, name) or "").strip()]
    if raw or not written:
        return
    person = instance
    for step in said.of.split("__"):
        person = getattr(person, step, None)
    if isinstance(person, User) and person.protected:
        for name in written:
            setattr(instance, name, without_own_name(person, getattr(instance, name)))
