"""`manage.py check` fails where a model does not say what it holds about people."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from accounts.selectors.personal_data import problems


@register("privacy")
def every_model_declares(**kwargs: Any) -> list[CheckMessage]:
    """One error for each problem: omuzgoh.P001 and following."""
    return [Error(f"{model._meta.label} {said}", obj=model, id=f"omuzgoh.{code}") for model, code, said in problems()]
