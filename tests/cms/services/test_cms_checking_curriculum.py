"""The manuals are checked as files: a fault of each sort is found, and the manuals of this repository have none."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.services.checking_curriculum import check_curriculum

MANUALS = Path(settings.BASE_DIR) / "curriculum"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The two oldest modules."""
    for name in ("M2.2", "GEN2"):
        shutil.copytree(MANUALS / name, tmp_path / name)
    shutil.copy(MANUALS / "advice.txt", tmp_path)
    shutil.copytree(MANUALS / "pictures", tmp_path / "pictures")
    return tmp_path


def said(folder: Path, *, whole: bool = False) -> list[str]:
    return [str(fault) for fault in check_curriculum(folder=folder, whole=whole)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_manuals_of_the_repository_hold(folder: Path) -> None:
    assert said(MANUALS) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("M2.2/M2.2.1.tg.txt", "шиноснома", "кӯмаки шиноснома", "write кумак"),
        ("M2.2/M2.2.1.ru.txt", "паспорт", "пасsпорт", "Latin and Cyrillic letters in one word"),
        ("M2.2/M2.2.1.fa-af.txt", "پاسپورت", "пасپورت", "letters of another language"),
        ("M2.2/M2.2.1.en.txt", "## remember remember", "## remember key-points", "the blocks or their order differ"),
        ("M2.2/module.tg.txt", "Рақамҳои санҷишӣ", "Рақамҳои дигар", "its title is not that of"),
        ("GEN2/questions.txt", "kind:\ntrue_false", "kind:\nsingle", "GEN2"),
    ],
)
def test_each_sort_of_fault_is_found(folder: Path, name: str, old: str, new: str, sentence: str) -> None:
    assert said(folder) == []
    change(folder / name, old, new)
    assert any(sentence in one for one in said(folder)), said(folder)


def test_a_whole_manual_lacks_nothing(folder: Path) -> None:
    assert said(folder, whole=True) == []
    (folder / "M2.2" / "M2.2.3.ru.txt").unlink()
    assert said(folder, whole=True) == ["M2.2/M2.2.3.ru.txt: is missing"]
    shutil.rmtree(folder / "GEN2")
    (folder / "M2.2" / "questions.txt").unlink()
    assert "M2.2/questions.txt: is missing" in said(folder, whole=True)


def test_the_command_ends_badly_when_something_is_wrong(folder: Path) -> None:
    call_command("check_curriculum", folder=str(folder), verbosity=0)
    (folder / "M2.2" / "M2.2.3.ru.txt").unlink()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_curriculum", folder=str(folder))
