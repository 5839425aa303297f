"""Second factors: nothing in clear, each code once, mistakes delay one person only, recovery by the head."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from accounts.access import DemonstrationOnlyError, factor_passed, may_print_card, may_reset_factor, pass_factor
from accounts.enums import Act, FactorKind, Role
from accounts.models import AuditEntry, Authenticator, FactorGuard, Passkey, PrintedCode, RoleAssignment, Session
from accounts.selectors.factors import factors_of
from accounts.services.factors import (
    CodeTooSoonError,
    CodeWrongError,
    make_backup_codes,
    prove_code,
)
from accounts.services.passwords import OwnCodeError, make_slip
from accounts.services.people import NameInReasonError, ReasonMissingError
from accounts.services.recovery import OwnSlipError, RecoveryRefusedError, print_card, reset_factor
from accounts.services.roles import end_role, give_role
from tests.factories.accounts import make_staff
from tests.factories.factors import app_code, make_app, secret_of


def prove(person, typed: str) -> FactorKind:
    return prove_code(person=person, typed=typed, at=timezone.now())


def test_neither_key_nor_codes_stand_in_the_database_in_clear(cast) -> None:
    codes = make_app(cast.instructor)
    app = Authenticator.objects.get(person=cast.instructor)
    secret = secret_of(cast.instructor, bytes(app.sealed))
    assert secret not in bytes(app.sealed)
    assert secret.hex() not in bytes(app.sealed).hex()
    digests = set(PrintedCode.objects.values_list("digest", flat=True))
    assert len(digests) == len(codes) == 10
    assert not {code for code in codes for digest in digests if code in digest}


def test_a_code_of_the_app_counts_once(cast) -> None:
    make_app(cast.instructor)
    code = app_code(cast.instructor)
    assert prove(cast.instructor, code) == FactorKind.AUTHENTICATOR
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, code)


def test_backup_codes_count_once_in_any_digits_and_are_remembered(cast) -> None:
    code = make_app(cast.instructor)[3]
    dari = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert prove(cast.instructor, f"{dari[:4]} {dari[4:]}") == FactorKind.BACKUP
    entry = AuditEntry.objects.get(act=Act.PRINTED_CODE_USED)
    assert entry.new == {"kind": "backup", "number": 4}
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, code)
    assert factors_of(cast.instructor, at=timezone.now()).left[FactorKind.BACKUP] == 9


def test_new_backup_codes_replace_the_old_ones(cast) -> None:
    old = make_app(cast.instructor)
    new = make_backup_codes(person=cast.instructor, by=cast.instructor, at=timezone.now())
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, next(code for code in old if code not in new))
    assert prove(cast.instructor, new[0]) == FactorKind.BACKUP


def test_a_code_of_a_colleague_opens_nothing(cast) -> None:
    make_app(cast.instructor)
    codes = make_app(cast.registrar)
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, codes[0])


def test_mistakes_delay_the_person_and_nobody_else(cast) -> None:
    make_app(cast.instructor)
    make_app(cast.second_assessor)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(3):
            with pytest.raises(CodeWrongError):
                prove(cast.instructor, "00000000")
        with pytest.raises(CodeTooSoonError) as late:
            prove(cast.instructor, app_code(cast.instructor))
        assert 1 <= late.value.seconds <= 2
        assert prove(cast.second_assessor, app_code(cast.second_assessor)) == FactorKind.AUTHENTICATOR
        clock.shift(2)
        assert prove(cast.instructor, app_code(cast.instructor)) == FactorKind.AUTHENTICATOR
    assert FactorGuard.objects.get(person=cast.instructor).failures == 0
    assert AuditEntry.objects.filter(act=Act.FACTOR_FAILED, actor=cast.instructor).count() == 3


def test_after_ten_mistakes_the_password_is_wanted_again(cast) -> None:
    make_app(cast.instructor)
    wanted = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(10):
            clock.shift(301)
            with pytest.raises(CodeWrongError) as wrong:
                prove(cast.instructor, "123456" if app_code(cast.instructor) != "123456" else "654321")
            wanted.append(wrong.value.again)
    assert wanted == [False] * 9 + [True]


def test_a_card_has_forty_codes_and_replaces_the_older_one(cast) -> None:
    old = print_card(person=cast.instructor, by=cast.registrar, at=timezone.now())
    new = print_card(person=cast.instructor, by=cast.head, at=timezone.now())
    assert len(new) == 40
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, next(code for code in old if code not in new))
    assert prove(cast.instructor, new[16]) == FactorKind.CARD
    assert AuditEntry.objects.get(act=Act.PRINTED_CODE_USED).new == {"kind": "card", "number": 17}
    assert factors_of(cast.instructor, at=timezone.now()).card_next == 1
    assert AuditEntry.objects.filter(act=Act.CODE_CARD_PRINTED).count() == 2


def test_a_reset_removes_everything_and_gives_one_code_for_a_day(cast) -> None:
    codes = make_app(cast.instructor)
    cast.client("instructor")
    assert Session.objects.filter(person=cast.instructor).exists()
    given = reset_factor(person=cast.instructor, reason="lost in the field", by=cast.head, at=timezone.now())
    assert not Session.objects.filter(person=cast.instructor).exists()
    assert not Authenticator.objects.exists()
    entry = AuditEntry.objects.get(act=Act.FACTOR_RESET)
    assert (entry.actor, entry.reason) == (cast.head, "lost in the field")
    with pytest.raises(CodeWrongError):
        prove(cast.instructor, codes[0])
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)), pytest.raises(CodeWrongError):
        prove(cast.instructor, given)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=20)):
        assert prove(cast.instructor, given) == FactorKind.TEMPORARY
        with pytest.raises(CodeWrongError):
            prove(cast.instructor, given)


def test_a_reset_says_why_without_names(cast) -> None:
    make_app(cast.instructor)
    with pytest.raises(ReasonMissingError):
        reset_factor(person=cast.instructor, reason=" ", by=cast.head, at=timezone.now())
    cast.instructor.protected = True
    cast.instructor.save()
    with pytest.raises(NameInReasonError):
        reset_factor(person=cast.instructor, reason="Далер lost it", by=cast.head, at=timezone.now())


def test_who_helps_whom(cast) -> None:
    """The head of the centre; administrators for heads, for people beyond a centre, and where there is no head."""
    helps = {
        person: {
            who
            for who in ("instructor", "registrar", "head", "hr", "auditor", "administrator", "other_head")
            if may_reset_factor(getattr(cast, who), getattr(cast, person))
        }
        for person in ("instructor", "registrar", "head", "hr", "administrator", "trainee", "other_instructor")
    }
    assert helps == {
        "instructor": {"head"},
        "registrar": {"head"},
        "head": {"administrator"},
        "hr": {"administrator"},
        "administrator": set(),
        "trainee": set(),
        "other_instructor": {"other_head"},
    }
    assert may_print_card(cast.registrar, cast.instructor)
    assert not may_print_card(cast.registrar, cast.registrar)
    assert not may_print_card(cast.registrar, cast.head)
    assert not may_print_card(cast.instructor, cast.second_assessor)


def test_a_national_role_takes_somebody_out_of_the_heads_hands(cast) -> None:
    give_role(user=cast.instructor, role=Role.HR, centre=None, by=None)
    assert not may_reset_factor(cast.head, cast.instructor)
    assert may_reset_factor(cast.administrator, cast.instructor)


def test_administrators_help_where_a_centre_has_no_head(cast) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assignment = RoleAssignment.objects.get(user=cast.head)
    end_role(assignment=assignment, on=yesterday, by=cast.administrator, reason="moved")
    assert may_reset_factor(cast.administrator, cast.instructor)


def test_nobody_helps_whom_the_rule_does_not_name(cast) -> None:
    make_app(cast.instructor)
    for who in (cast.registrar, cast.administrator, cast.instructor):
        with pytest.raises(RecoveryRefusedError):
            reset_factor(person=cast.instructor, reason="lost", by=who, at=timezone.now())


def test_one_hand_does_not_hold_password_and_code(cast) -> None:
    """Whoever printed a slip in the last days gives no code, and the other way round, once the account is in use."""
    hr, other = make_staff(Role.HR, number="HR-2"), make_staff(Role.ADMINISTRATOR, number="AD-2")
    make_slip(person=hr, by=cast.administrator, at=timezone.now(), address=None)
    print_card(person=hr, by=cast.administrator, at=timezone.now())  # nobody uses this account yet
    hr.last_login = timezone.now()
    hr.save()
    with pytest.raises(OwnSlipError):
        reset_factor(person=hr, reason="lost", by=cast.administrator, at=timezone.now())
    reset_factor(person=hr, reason="lost", by=other, at=timezone.now())
    with pytest.raises(OwnCodeError):
        make_slip(person=hr, by=other, at=timezone.now(), address=None)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        reset_factor(person=hr, reason="lost", by=cast.administrator, at=timezone.now())


def test_the_factor_of_the_demonstration_counts_there_only(cast, settings) -> None:
    cast.head.demonstration = True
    cast.head.save()
    session = cast.client("head").session
    pass_factor(session, cast.head, kind=FactorKind.DEMONSTRATION, at=timezone.now())
    assert factor_passed(session, cast.head)
    assert prove(cast.head, "123456") == FactorKind.DEMONSTRATION
    with pytest.raises(DemonstrationOnlyError):
        pass_factor(session, cast.registrar, kind=FactorKind.DEMONSTRATION, at=timezone.now())
    settings.DEMONSTRATION = False
    assert not factor_passed(session, cast.head)
    with pytest.raises(DemonstrationOnlyError):
        pass_factor(session, cast.head, kind=FactorKind.DEMONSTRATION, at=timezone.now())
    with pytest.raises(CodeWrongError):
        prove(cast.head, "123456")


def test_a_passed_factor_belongs_to_one_person(cast) -> None:
    session = cast.client("head").session
    assert factor_passed(session, cast.head)
    assert not factor_passed(session, cast.registrar)
    assert not Passkey.objects.exists()
