"""Wagtail's admin speaks Tajik and Dari on the screens that editors use."""

import json
import re

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
CATALOGUES = [
    settings.ADMIN_LOCALE_PATH / locale / "LC_MESSAGES" / f"{domain}.po"
    for locale in ("tg", "fa_AF")
    for domain in ("django", "djangojs")
]


@pytest.mark.parametrize(
    ("language", "words"),
    [("tg", {"Publish": None, "Unpublish": None}), ("fa-af", {"Publish": "نشر", "Unpublish": None})],
)
def test_the_admin_in_a_language_wagtail_does_not_bring(language: str, words: dict[str, str | None]) -> None:
    with override(language):
        for english, ours in words.items():
            said = gettext(english)
            assert said != english
            assert ours in (None, said)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]} {path.name}")
def test_every_sentence_is_translated_with_its_placeholders(path) -> None:
    entries = polib.pofile(str(path))
    assert len(entries) > 40
    for entry in entries:
        said = [entry.msgstr, *entry.msgstr_plural.values()]
        assert any(said), entry.msgid
        wanted = [set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
        assert all(set(PLACEHOLDER.findall(text)) in wanted for text in said if text), entry.msgid


def test_words_of_the_scripts(cast) -> None:
    url = reverse("wagtailadmin_javascript_catalog")
    answer = cast.client("editor").get(url, headers={"accept-language": "tg"})
    assert answer.status_code == 200
    catalogue = polib.pofile(str(settings.ADMIN_LOCALE_PATH / "tg" / "LC_MESSAGES" / "djangojs.po"))
    entry = next(entry for entry in catalogue if not entry.msgid_plural)
    assert json.dumps(entry.msgstr) in answer.content.decode()
