"""The chain over the audit trail: batches, which entry stands where in them, and signed heads. Append-only.

Entries are never touched: that an entry is sealed is a row of its own. How the digests are made: domain/audit_chain.py.
"""

from typing import Any

from django.db import models

from accounts.enums import Role
from accounts.models.audit import AppendOnlyError, AuditEntry
from accounts.models.people import User
from foundation.privacy import NotPersonal


class ChainQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "ChainQuerySet":
        """Digests tell nothing of anybody, yet they are for those who read the whole record, and heads of centre."""
        if user.is_authenticated and user.has_role(Role.AUDITOR, Role.ADMINISTRATOR, Role.HEAD):
            return self
        return self.none()

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = ChainQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class AuditBatch(AppendOnly):
    """Some entries that were sealed together: number 1, 2, 3 …, each digest made over the one before.

    `through` is the moment up to which nothing was left to seal: with a backlog, the time of the last entry of a full
    batch. `by_hand`: entries dated long before it, sealed because somebody said so (a clock had gone wrong).
    """

    personal = NotPersonal("digests over the audit trail")

    number = models.PositiveIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    through = models.DateTimeField()
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(entries__gt=0, number__gt=0), name="batch_has_entries")
        ]

    def __str__(self) -> str:
        return str(self.number)


class AuditLink(AppendOnly):
    """Where an entry stands in the chain, and its digest when it was sealed."""

    personal = NotPersonal("places in the audit trail")

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="link")
    batch = models.ForeignKey(AuditBatch, on_delete=models.PROTECT, related_name="links", db_index=False)
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_entry_per_position")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"


class AuditHead(AppendOnly):
    """The newest batch of a day, signed by a key that the database does not have.

    Number and digest are written out, not pointed to: a batch that is gone is missed here.
    """

    personal = NotPersonal("signed digests over the audit trail")

    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(db_index=True)
    signature = models.BinaryField()

    class Meta:
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return f"{self.number} {self.signed_at:%Y-%m-%d}"
