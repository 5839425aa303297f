"""One photo a person, for the roll of a centre that allows it. Never of a protected person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models.people import User
from foundation.privacy import Does, Erased, Period, Personal, Why


class PersonPhotoQuerySet(models.QuerySet["PersonPhoto"]):
    def visible_to(self, user: User) -> "PersonPhotoQuerySet":
        """Photos that `user` may see: the own one, those of the centre for registrar and head there, and for its
        instructors while the centre allows photos on rolls."""
        if not user.is_authenticated:
            return self.none()
        kept = Q(person__centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))
        taught = Q(person__centre__in=user.centre_ids(Role.INSTRUCTOR), person__centre__photos_on_rolls=True)
        return self.filter(Q(person=user) | kept | taught, person__protected=False)


class PersonPhoto(models.Model):
    """A small photo. Another one is another row with another id, so an address always shows the same picture."""

    personal = Personal(
        "person",
        "file",
        "kept_by",
        why=Why.ATTENDANCE,
        kept=Period("photos", 365, does=Does.OWN),
        erased=Erased.DELETED,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="photo")
    file = models.CharField(max_length=64, unique=True)  # random name inside settings.PRIVATE_ROOT / "photos"
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    objects = PersonPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at"]

    def __str__(self) -> str:
        return str(self.pk)
