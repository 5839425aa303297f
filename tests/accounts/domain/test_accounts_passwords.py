"""Passwords that are too easy, in the languages and on the keyboards of this service."""

import pytest

from accounts.domain.first_password import as_on_slip, is_slip, make_first_password
from accounts.domain.passwords import LIST, Weakness, common_words, plain, weakness

OWN = ("Каримов", "Далер", "Саидович", "KARIMOV", "TJ-104233", "104233", "1999")


def judge(new: str, *, is_staff: bool = False) -> Weakness | None:
    return weakness(new, is_staff=is_staff, own=OWN)


@pytest.mark.parametrize(
    "new",
    [
        "Пароль123", "gfhjkm1234", "ПАРОЛЬПАРОЛЬ", "душанбе2024", "Душанбе!2025", "ДУШАНБЕ۲۰۲۴", "tojikiston99",
        "Тоҷикистон", "точикистон1", "ТОҶИКИСТОН1", "йцукен12", "qwerty12345", "12345678", "۱۲۳۴۵۶۷۸", "87654321",
        "aaaaaaaa", "абвгдежз",
        "افغانستان", "افغانستان۱۴۰۴", "سلامسلام", "sghlsghl", "بسم‌الله۷۸۶", "رمزعبور۱", "كابلجان۱", "рамзи_ман2024",
        "рамзи-ман1", "zahra2001", "Zafar_1990", "1990zafar", "ҷамшед1995", "مسعود۱۳۸۰", "марзбон2026", "зфыыцщкв1",
    ],
)  # fmt: skip
def test_common_ones_are_refused_however_they_are_typed(new: str) -> None:
    assert judge(new) == Weakness.COMMON


@pytest.mark.parametrize(
    "new",
    [
        "Каримов1999",
        "далер-каримов",
        "TJ104233!",
        "tj-۱۰۴۲۳۳",
        "KarimovDaler7",
        "Саидович99",
        "1999-104233",
        "далер123",
    ],
)
def test_what_colleagues_know_is_refused(new: str) -> None:
    assert judge(new) in {Weakness.OWN, Weakness.COMMON}
    assert weakness(new.replace("123", "4716"), is_staff=False, own=OWN) is not None


@pytest.mark.parametrize(
    "new",
    [
        "чор дарахти баланд",
        "панҷ кӯҳи сафед",
        "далер ва чор дарахт",
        "سه درخت بلند کنار جوی",
        "xk7-plov-tent",
        "Wolken2über7",
    ],
)
def test_good_ones_are_taken(new: str) -> None:
    assert judge(new) is None


def test_length_counts_by_role() -> None:
    assert judge("k7#пл9z") == Weakness.SHORT
    assert judge("k7#пл9zв") is None
    assert judge("k7#пл9zвтр1", is_staff=True) == Weakness.SHORT
    assert judge("k7#пл9zвтр1м", is_staff=True) is None


def test_the_list_is_our_own_and_long() -> None:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = {plain(word) for line in lines for word in line.split()}
    assert len(words) >= 1500
    assert len(common_words()) > 2 * len(words)  # other keyboards


@pytest.mark.parametrize(
    "change", [str.upper, lambda s: s.replace("-", "—"), lambda s: f" {s} ", lambda s: s.replace("4", "۴")]
)
def test_a_slip_is_read_however_it_is_typed(change) -> None:
    slip = "kdmt-4h7w-pcx9"
    assert as_on_slip(change(slip)) == slip
    assert is_slip(make_first_password())


@pytest.mark.parametrize("own", ["Чор Дарахт 7", "kdmt-4h7w", "KDMT-4H7W-PCX9-AAAA", "  spaces matter  "])
def test_a_password_of_ones_own_counts_sign_by_sign(own: str) -> None:
    assert as_on_slip(own) == own
