"""Recruits have no e-mail and often no telephone of their own: no form of ours asks for either."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

OURS = ("accounts", "courses", "attendance", "assessments", "certificates", "cms", "desk")
ASKS = re.compile(r"e_?mail|phone|mobile|(^|_)tel($|_)", re.IGNORECASE)
INPUT = re.compile(r"""<input[^>]+(?:type=["'](?:email|tel)["']|name=["'](?:e_?mail|phone|tel)["'])""", re.IGNORECASE)


def our_forms() -> set[type[forms.BaseForm]]:
    for app in OURS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if re.search(r"\bforms|\bviews", module.name):
                importlib.import_module(module.name)

    def below(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
        return {form}.union(*(below(one) for one in form.__subclasses__()))

    return {form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in OURS}


def test_there_are_forms_to_look_at() -> None:
    assert len(our_forms()) > 40


@pytest.mark.parametrize(
    "form", sorted(our_forms(), key=lambda form: form.__qualname__), ids=lambda form: form.__name__
)
def test_no_form_requires_mail_or_telephone(form: type[forms.BaseForm]) -> None:
    for name, field in getattr(form, "base_fields", {}).items():
        asks = isinstance(field, forms.EmailField) or ASKS.search(name)
        assert not (asks and field.required), f"{form.__name__}.{name}"


def test_no_template_has_such_an_input() -> None:
    for app in OURS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.html"):
            assert not INPUT.search(path.read_text(encoding="utf-8")), path


def test_no_person_has_an_address() -> None:
    names = {field.name for field in apps.get_model("accounts", "User")._meta.get_fields()}
    assert not {name for name in names if ASKS.search(name)}
