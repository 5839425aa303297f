"""The chain over the audit trail, and what an attacker who has the database does to it, in SQL."""

import datetime
import io
import json
import uuid

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.audit_chain import LineUnreadableError, entry_digest, read_line, short_form
from accounts.enums import Act
from accounts.models import AuditBatch, AuditEntry, AuditHead, AuditLink
from accounts.models.audit_guards import TABLES, guards, missing_guards, set_guards
from accounts.selectors.audit_chain import chain_state, compare_line, printed_line
from accounts.selectors.audit_check import check_chain
from accounts.services import audit_chain
from accounts.services.audit import remember
from accounts.services.audit_chain import seal_acts, seal_strays
from certificates.enums import KeyState
from certificates.models import IssuerKey
from certificates.selectors.audit_heads import complaint_about_head
from certificates.services.audit_heads import sign_due_head
from desk.services.tick import tick


def acts(cast, many=3):
    return [
        remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog, new={"n": number})
        for number in range(many)
    ]


def check(**kwargs):
    return check_chain(at=timezone.now(), complaint_about=complaint_about_head, **kwargs)


def found(**kwargs):
    return [str(one) for one in check(**kwargs).findings]


def attack(sql, *values):
    """What somebody does who may do everything in the database: the triggers go first, and are put back."""
    values = [
        value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value for value in values
    ]
    with connection.cursor() as cursor:
        for name in sorted(guards("default")):
            table = name.rpartition("_")[0]
            if table in TABLES:
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        cursor.execute(sql, values)
        assert cursor.rowcount, "the attack must hit something"
    set_guards("default")


def test_what_is_remembered_is_sealed_in_batches_and_no_write_waits(cast, monkeypatch) -> None:
    monkeypatch.setattr(audit_chain, "MOST_IN_BATCH", 4)
    before = AuditEntry.objects.count()
    acts(cast, 7)
    assert seal_acts(at=timezone.now()) == before + 7
    assert seal_acts(at=timezone.now()) == 0
    assert AuditLink.objects.count() == AuditEntry.objects.count()
    numbers = list(AuditBatch.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({batch.digest for batch in AuditBatch.objects.all()}) == len(numbers)
    assert found() == []
    acts(cast, 1)
    assert found() == []
    assert check().entries == before + 7
    assert "1 entries wait for the sealer" in check().remarks[0]


def test_a_backlog_of_days_is_sealed_whole_also_when_the_sealer_dies_in_the_middle(cast, monkeypatch) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    now = timezone.now() + datetime.timedelta(days=9)
    backlog = [AuditEntry(at=now - datetime.timedelta(hours=hour), act=Act.ENROLLED) for hour in range(0, 200, 10)]
    AuditEntry.objects.bulk_create(backlog)
    monkeypatch.setattr(audit_chain, "MOST_IN_BATCH", 3)
    whole = audit_chain._seal
    written = []

    def dies(*args, **kwargs):
        if len(written) == 2:
            raise RuntimeError
        written.append(whole(*args, **kwargs))
        return written[-1]

    monkeypatch.setattr(audit_chain, "_seal", dies)
    with pytest.raises(RuntimeError):
        seal_acts(at=now)
    monkeypatch.setattr(audit_chain, "_seal", whole)
    assert seal_acts(at=now) == len(backlog) - 6
    assert AuditLink.objects.count() == AuditEntry.objects.count()
    assert found() == []
    AuditEntry.objects.bulk_create([AuditEntry(at=now - datetime.timedelta(hours=2), act=Act.ENROLLED)])
    assert seal_acts(at=now) == 0, "the past is closed when nothing was left"


def test_rows_can_be_neither_changed_nor_removed(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    sign_due_head(at=timezone.now())
    assert missing_guards("default") == []
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0]
            column = {"accounts_auditentry": "reason", "accounts_auditbatch": "digest"}.get(table, "digest")
            for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = ''"):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(sql)


def test_a_changed_value_is_found_with_its_batch_and_entry(cast) -> None:
    entry = acts(cast)[1]
    seal_acts(at=timezone.now())
    acts(cast)
    seal_acts(at=timezone.now())
    attack("UPDATE accounts_auditentry SET new = %s WHERE id = %s", json.dumps({"n": 99}), entry.pk)
    assert found() == [f"batch 1, entry {entry.pk}: changed after it was sealed (“person_added”)"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "role_given"),
        ("reason", "another"),
        ("address", "10.0.0.1"),
        ("actor_id", None),
        ("person_id", None),
        ("centre_id", None),
        ("subject", "x"),
        ("subject_id", "x"),
        ("old", "{}"),
        ("at", "2026-01-01 00:00:00+00:00"),
    ],
)
def test_every_column_is_sealed(cast, column, value) -> None:
    entry = acts(cast)[1]
    seal_acts(at=timezone.now())
    attack(f"UPDATE accounts_auditentry SET {column} = %s WHERE id = %s", value, entry.pk)
    assert len(found()) == 1
    assert str(entry.pk) in found()[0]


def test_a_removed_row_is_found_with_its_place(cast) -> None:
    entry = acts(cast)[1]
    seal_acts(at=timezone.now())
    place = AuditLink.objects.get(entry=entry).position
    attack("DELETE FROM accounts_auditlink WHERE entry_id = %s", entry.pk)
    attack("DELETE FROM accounts_auditentry WHERE id = %s", entry.pk)
    assert found() == [f"batch 1: the entry at place {place} was removed"]


def insert(cast, at):
    pk = uuid.uuid4()
    AuditEntry.objects.bulk_create([AuditEntry(id=pk, at=at, act=Act.ROLE_GIVEN, actor=cast.hr)])
    return pk


def test_a_row_inserted_into_the_sealed_past_is_found_and_never_sealed_by_itself(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    pk = insert(cast, timezone.now() - datetime.timedelta(days=3))
    assert seal_acts(at=timezone.now()) == 0
    (finding,) = found()
    assert str(pk) in finding
    assert "written into a sealed past" in finding


def test_an_entry_of_a_long_transaction_is_sealed_late_without_a_complaint(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    insert(cast, timezone.now() - datetime.timedelta(minutes=40))
    assert seal_acts(at=timezone.now()) == 1
    assert found() == []


def test_a_row_put_into_a_batch_is_found(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    pk = insert(cast, timezone.now())
    AuditLink.objects.bulk_create([AuditLink(entry_id=pk, batch_id=1, position=1000, digest="0" * 64)])
    assert f"batch 1, entry {pk}: an entry was inserted at place 1000" in found()


def test_a_forger_who_seals_an_old_row_properly_is_found_by_its_date(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    pk = insert(cast, timezone.now() - datetime.timedelta(days=3))
    row = AuditEntry.objects.filter(pk=pk).values(*audit_chain.FIELDS)
    audit_chain._seal(AuditBatch.objects.last(), row, at=timezone.now(), through=timezone.now(), by_hand=False)
    (finding,) = found()
    assert f"entry {pk}: dated in a past that was sealed before" in finding


def test_strays_are_sealed_by_hand_with_a_reason_after_the_clock_was_wrong(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    insert(cast, timezone.now() - datetime.timedelta(days=900))
    with pytest.raises(CommandError, match="reason"):
        call_command("seal_audit", "--strays", stdout=io.StringIO())
    assert seal_strays(reason="the battery of the clock was empty", by=None, at=timezone.now()) == 1
    seal_acts(at=timezone.now())
    assert found() == []
    assert "batch 2: 1 entries were sealed by hand" in check().remarks
    assert AuditEntry.objects.get(act=Act.STRAYS_SEALED).reason == "the battery of the clock was empty"


def test_a_changed_digest_or_a_swap_of_two_entries_is_found(cast) -> None:
    entries = acts(cast)
    seal_acts(at=timezone.now())
    first, second = (AuditLink.objects.get(entry=entry) for entry in entries[:2])
    attack("UPDATE accounts_auditlink SET position = 5000 WHERE entry_id = %s", first.pk)
    attack("UPDATE accounts_auditlink SET position = %s WHERE entry_id = %s", first.position, second.pk)
    attack("UPDATE accounts_auditlink SET position = %s WHERE entry_id = %s", second.position, first.pk)
    assert "its order was changed" in found()[0]


def test_a_changed_digest_of_a_batch_is_found(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    acts(cast)
    seal_acts(at=timezone.now())
    attack("UPDATE accounts_auditbatch SET digest = %s WHERE number = 1", "ab" * 32)
    assert [one.batch for one in check().findings] == [1, 2]


def test_batches_in_the_middle_that_are_gone_are_found(cast) -> None:
    for _ in range(3):
        acts(cast, 1)
        seal_acts(at=timezone.now())
    gone = list(AuditLink.objects.filter(batch=2).values_list("entry_id", flat=True))
    attack("DELETE FROM accounts_auditlink WHERE batch_id = 2")
    attack("DELETE FROM accounts_auditentry WHERE id = %s", gone[0])
    attack("DELETE FROM accounts_auditbatch WHERE number = 2")
    assert "batch 2: removed, or numbered anew: missing are 2" in found()
    assert any("batch 3" in one for one in found())


def cut_after(number):
    """Remove the newest batches with their entries, as if they had never been."""
    gone = list(AuditLink.objects.filter(batch__gt=number).values_list("entry_id", flat=True))
    attack("DELETE FROM accounts_auditlink WHERE batch_id > %s", number)
    for pk in gone:
        attack("DELETE FROM accounts_auditentry WHERE id = %s", pk)
    attack("DELETE FROM accounts_auditbatch WHERE number > %s", number)


def test_a_tail_that_was_cut_off_is_found_by_the_signed_head(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    acts(cast)
    seal_acts(at=timezone.now())
    assert sign_due_head(at=timezone.now()) == 1
    cut_after(1)
    assert found() == [f"batch 2: the head signed on {timezone.now():%Y-%m-%d} remembers this batch: it was removed"]


def test_a_tail_that_was_cut_off_is_found_by_paper(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    acts(cast)
    seal_acts(at=timezone.now())
    line = printed_line("fa-af")
    assert found(printed=[line]) == []
    cut_after(1)
    assert found() == [], "nothing in the database remembers it"
    assert "the chain has no such batch" in found(printed=[line])[0]


def test_a_chain_that_was_written_anew_agrees_with_itself_but_not_with_head_and_paper(cast) -> None:
    entries = acts(cast)
    seal_acts(at=timezone.now())
    line = printed_line("ru")
    sign_due_head(at=timezone.now())
    attack("DELETE FROM accounts_auditlink")
    attack("DELETE FROM accounts_auditbatch")
    attack("DELETE FROM accounts_auditentry WHERE id = %s", entries[0].pk)
    assert seal_acts(at=timezone.now()) == AuditEntry.objects.count()
    said = found(printed=[line])
    assert len(said) == 2
    assert "paper says" in said[0]
    assert "the chain was written anew" in said[1]


def test_a_signature_that_was_made_up_is_not_believed(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    sign_due_head(at=timezone.now())
    head = AuditHead.objects.get()
    attack("UPDATE accounts_audithead SET digest = %s", "ab" * 32)
    assert "the signature is over another head" in found()[0]
    forged = bytearray(head.signature)
    forged[-1] ^= 1
    attack("UPDATE accounts_audithead SET signature = %s", bytes(forged))
    assert "the signature does not fit" in found()[0]


def test_heads_are_signed_once_a_day_and_only_new_ones(cast) -> None:
    now = timezone.now()
    assert sign_due_head(at=now) == 0 or AuditBatch.objects.exists()
    acts(cast)
    tick(at=now)
    assert AuditHead.objects.count() == 1
    acts(cast)
    tick(at=now)
    assert AuditHead.objects.count() == 1
    later = now + datetime.timedelta(days=1)
    with time_machine.travel(later, tick=False):
        tick(at=later)
        assert AuditHead.objects.count() == 2
        assert found() == []
    assert sign_due_head(at=later + datetime.timedelta(days=1)) == 0, "nothing new"


def test_a_head_signed_by_a_stolen_key_is_believed_for_the_time_before_only(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    sign_due_head(at=timezone.now())
    hour = datetime.timedelta(hours=1)
    stolen = {"state": KeyState.COMPROMISED, "ends_at": timezone.now() + hour}
    IssuerKey.objects.filter(purpose="seal").update(**stolen)
    assert found() == []
    IssuerKey.objects.filter(purpose="seal").update(ends_at=timezone.now() - hour)
    assert found() == []
    assert "1 heads were signed after the key was withdrawn: they prove nothing" in check().remarks
    attack("UPDATE accounts_auditbatch SET digest = %s WHERE number = 1", "ab" * 32)
    assert "remembers another digest" in found()[-1]


def test_missing_triggers_are_said(cast) -> None:
    with connection.cursor() as cursor:
        name = "accounts_auditentry_kept"
        cursor.execute(
            f"DROP TRIGGER {name}" + (" ON accounts_auditentry" if connection.vendor == "postgresql" else "")
        )
    assert f"the trigger {name} is missing" in found()[0]
    set_guards("default")
    assert found() == []


def test_the_command_says_which_and_ends_with_1(cast) -> None:
    entry = acts(cast)[0]
    call_command("seal_audit", stdout=io.StringIO())
    said = io.StringIO()
    call_command("verify_audit", "--printed", printed_line("en"), stdout=said)
    assert "The audit trail is as it was written." in said.getvalue()
    assert "entries a second" in said.getvalue()
    attack("UPDATE accounts_auditentry SET reason = 'x' WHERE id = %s", entry.pk)
    said = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_audit", stdout=said)
    assert error.value.returncode == 1
    assert f"WRONG batch 1, entry {entry.pk}" in said.getvalue()
    with pytest.raises(CommandError, match="no printed line"):
        call_command("verify_audit", "--printed", "nonsense", stdout=said)


def test_after_a_clock_that_ran_ahead_was_set_right_new_acts_are_sealed_again(cast) -> None:
    ahead = timezone.now() + datetime.timedelta(days=365)
    AuditEntry.objects.bulk_create([AuditEntry(at=ahead, act=Act.ENROLLED)])
    seal_acts(at=ahead)
    acts(cast)
    assert seal_acts(at=timezone.now()) == 0
    assert len(found()) == 3, "each of them is named"
    assert seal_strays(reason="the clock ran ahead", by=None, at=timezone.now()) == 3
    acts(cast)
    assert seal_acts(at=timezone.now()) == 4, "and the entry that says so"
    assert found() == []


def test_two_sealers_cannot_give_one_number_twice(cast) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    acts(cast)
    rows = list(audit_chain.unsealed(AuditBatch.objects.last()).values(*audit_chain.FIELDS))
    with pytest.raises(IntegrityError), transaction.atomic():
        audit_chain._seal(None, rows, at=timezone.now(), through=timezone.now(), by_hand=False)
    assert found() == []


def test_the_state_says_what_waits_and_that_the_sealer_stands_still(cast) -> None:
    now = timezone.now()
    acts(cast)
    state = chain_state(at=now + datetime.timedelta(minutes=4))
    assert state.waiting == AuditEntry.objects.count()
    assert not state.stands_still
    assert chain_state(at=now + datetime.timedelta(minutes=10)).stands_still
    seal_acts(at=now)
    state = chain_state(at=now + datetime.timedelta(minutes=10))
    assert (state.waiting, state.oldest, state.stands_still, state.unsigned) == (0, None, False, True)
    sign_due_head(at=now)
    assert not chain_state(at=now + datetime.timedelta(hours=30)).unsigned
    assert chain_state(at=now + datetime.timedelta(hours=50)).unsigned
    assert chain_state(at=now - datetime.timedelta(days=1)).clock_went_back


def test_the_bytes_are_the_same_whatever_the_database(cast) -> None:
    """The value is written out: a digest that changes by itself would cry wolf over years of records."""
    fields = {
        "id": uuid.UUID(int=7),
        "at": datetime.datetime(2026, 11, 22, 18, 0, 0, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=5))),
        "act": "role_given",
        "actor_id": None,
        "new": {"б": [1.0, 2.5, True, None], "a": "«»"},
    }
    digest = "ade7d9ebabb7c4f77889a27be907d1d6a08e48eb16574887f4cfb59814b15ae2"
    assert entry_digest(fields).hex() == digest
    assert entry_digest({**fields, "new": {"a": "«»", "б": [1, 2.5, True, None]}}).hex() == digest
    assert entry_digest({**fields, "at": fields["at"].astimezone(datetime.UTC)}).hex() == digest


@given(st.binary(min_size=32, max_size=32), st.integers(1, 10**6), st.booleans())
def test_a_printed_line_is_read_as_people_type_it(digest, number, careless) -> None:
    code = short_form(digest.hex())
    text = f"{number} {code}"
    if careless:
        text = f"{number}  " + code.lower().replace("-", " ").replace("o", "0")
    read = read_line(text)
    assert (read.number, read.code) == (number, code)


@pytest.mark.parametrize("language", ["en", "tg", "ru", "fa-af"])
def test_the_whole_line_is_read_in_every_language(cast, language) -> None:
    acts(cast)
    seal_acts(at=timezone.now())
    line = printed_line(language)
    assert compare_line(line).agrees
    typed = line.translate({ord("1"): "۱", ord("2"): "٢"}) if language == "fa-af" else line
    assert compare_line(typed).printed.number == 1


@given(st.text(max_size=80))
def test_what_is_no_line_is_refused(text) -> None:
    try:
        read_line(text)
    except LineUnreadableError:
        return
    assert any(char.isdigit() for char in text)
