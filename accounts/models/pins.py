"""PINs: an assessor proves on a colleague's device who she is."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models.people import User
from foundation.privacy import PERSON, Erased, Personal, Why


class PinQuerySet(models.QuerySet["Pin"]):
    def visible_to(self, user: User) -> "PinQuerySet":
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class Pin(models.Model):
    """Six digits, stored as a password is. Five wrong tries lock it for ten minutes."""

    personal = Personal("person", "digest", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    set_at = models.DateTimeField(default=timezone.now)

    objects = PinQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
