"""Sealers that race, acts that commit out of order, and the guards of the database, on PostgreSQL."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditBatch, AuditEntry, AuditLink
from accounts.models.audit_guards import TABLES
from accounts.selectors.audit_check import check_chain
from accounts.services.audit import remember
from accounts.services.audit_chain import seal_acts
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres


def findings() -> list[str]:
    return [str(one) for one in check_chain(at=timezone.now(), complaint_about=lambda head: "").findings]


def test_every_entry_is_sealed_once_whoever_seals(cast, monkeypatch) -> None:
    monkeypatch.setattr("accounts.services.audit_chain.MOST_IN_BATCH", 7)

    def act() -> object:
        for _ in range(40):
            remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
        return None

    def seal() -> object:
        return sum(seal_acts(at=timezone.now()) for _ in range(6))

    answers = at_once(act, seal, act, seal, act, seal)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    seal_acts(at=timezone.now())
    assert AuditLink.objects.count() == AuditEntry.objects.count()
    numbers = list(AuditBatch.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert findings() == []


def test_an_act_that_is_committed_after_younger_ones_were_sealed_is_sealed_next(cast) -> None:
    early = timezone.now() - datetime.timedelta(minutes=30)
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    seal_acts(at=timezone.now())
    AuditEntry.objects.bulk_create([AuditEntry(at=early, act=Act.ENROLLED, actor=cast.registrar)])
    assert seal_acts(at=timezone.now()) == 1
    assert findings() == []


def test_the_database_refuses_changes_deletions_and_truncation(cast) -> None:
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, old={"a": 1.0}, address="10.1.2.3")
    seal_acts(at=timezone.now())
    for table in TABLES:
        for sql in (f"TRUNCATE {table} CASCADE", f"DELETE FROM {table}"):
            if sql.startswith("DELETE") and table == "accounts_audithead":
                continue  # triggers of rows need a row
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
    assert findings() == []
