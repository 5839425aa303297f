"""Names in each script, with history. Those of protected persons are sealed; only selectors/names.py opens them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import NameSource, Script
from accounts.models.people import User
from foundation.privacy import PARENT, PERSON, Erased, Personal, Why


class PersonNameQuerySet(models.QuerySet["PersonName"]):
    def current(self) -> "PersonNameQuerySet":
        return self.filter(valid_to__isnull=True)

    def visible_to(self, user: User) -> "PersonNameQuerySet":
        return self.filter(person__in=User.objects.visible_to(user))


class PersonName(models.Model):
    """Surname, name and father's name as one person bore them in one script from one day to another."""

    personal = Personal(
        "person",
        "surname",
        "given_name",
        "father_name",
        "folded",
        "sort_key",
        "sealed",
        why=Why.PERSON,
        kept=PERSON,
        erased=Erased.DELETED,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="names")
    script = models.CharField(max_length=4, choices=Script.choices)
    surname = models.CharField(max_length=120, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    father_name = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=400, blank=True, db_index=True)
    sort_key = models.CharField(max_length=1600, blank=True, db_index=True)
    sealed = models.BinaryField(null=True, blank=True, editable=True)
    source = models.CharField(max_length=12, choices=NameSource.choices, default=NameSource.TYPED)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects = PersonNameQuerySet.as_manager()

    class Meta:
        ordering = ["person", "script", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "script"], condition=Q(valid_to__isnull=True), name="one_current_name_per_script"
            ),
            models.CheckConstraint(
                condition=(
                    Q(sealed__isnull=True, given_name__gt="")
                    | Q(sealed__isnull=False, surname="", given_name="", father_name="", folded="", sort_key="")
                ),
                name="name_is_plain_or_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.script}"


class NameWord(models.Model):
    """Blind index: one keyed hash for each folded word of a sealed name, so that it can be found by a whole word."""

    personal = Personal("name", "digest", why=Why.PERSON, kept=PARENT, erased=Erased.DELETED, of="name__person")

    name = models.ForeignKey("accounts.PersonName", on_delete=models.CASCADE, related_name="words")
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "digest"], name="word_once_per_name")]

    def __str__(self) -> str:
        return self.digest
