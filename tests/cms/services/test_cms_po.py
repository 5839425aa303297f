"""Work off line: what is open goes out in one file, and comes back as drafts; what cannot be taken in is told."""

import dataclasses
import datetime
import itertools
import time

import polib
import pytest

from accounts.enums import Role
from accounts.services.roles import give_role
from assessments.models import QuestionText
from cms.domain.po_format import read
from cms.domain.work import WorkKind
from cms.models import InterfaceWording, WorkDraft
from cms.services.po_in import PoRightsError, State, Why, keep_file, kept_file, plan_of, take_in
from cms.services.po_out import Choice, po_file
from cms.services.work import ADAPTERS
from courses.enums import Change, TermTopic
from courses.models import Module, Term
from courses.services.terms import set_term_words
from tests.conftest import Cast
from tests.factories.accounts import make_person
from tests.factories.assessments import make_practical, make_question

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
CONTENT = (WorkKind.QUESTION, WorkKind.PRACTICAL, WorkKind.TERM)


@pytest.fixture
def things(cast: Cast) -> None:
    """A question and an exercise of M2.2 without Russian words, and a term that has them."""
    make_question(Module.objects.get(code="M2.2"), 1, languages=("en", "tg"))
    make_practical(languages=("en", "tg"))
    Term.objects.create(code="T001", topic=TermTopic.BORDER, position=1)
    for language, title in (("en", "stem"), ("ru", "основа")):
        set_term_words(code="T001", language=language, title=title, explanation=f"explained {language}", by=None, at=AT)


def out(language: str = "ru", **fields: object) -> polib.POFile:
    choice = Choice(language=language, **{"kinds": CONTENT, **fields})
    return polib.pofile("\n" + po_file(choice, at=AT).text)


def come_back(cast: Cast, file: polib.POFile, who: str = "translator"):
    return keep_file(data=str(file).encode(), by=getattr(cast, who), at=AT)


def change_english(cast: Cast, stem: str = "Something else") -> None:
    adapter = ADAPTERS[WorkKind.QUESTION]
    work = adapter.open_work("m2.2-q1", "en")
    assert work is not None
    adapter.hand_in(
        code="m2.2-q1", language="en", texts={"stem.1": stem}, fingerprint=work.fingerprint,
        change=Change.MEANING, by=cast.editor, at=AT,
    )  # fmt: skip


def test_what_is_open_goes_out_in_the_order_of_the_curriculum(cast: Cast, things: None) -> None:
    file = out()
    assert file.metadata["Language"] == "ru"
    contexts = [entry.msgctxt for entry in file]
    assert contexts[:3] == ["question|m2.2-q1|stem.1", "question|m2.2-q1|option.1", "question|m2.2-q1|option.2"]
    assert contexts[6] == "practical|PX-2.2|title"
    assert not any(context.startswith("term") for context in contexts)  # it is complete
    assert file[0].comment == "stem 1 en · Question\nTerm: stem = основа"
    assert len(out(only_open=False)) == len(file) + 2
    assert [entry.msgctxt for entry in out(kinds=[WorkKind.PRACTICAL])] == contexts[6:]
    assert len(out(course="M2")) == len(out(module="M2.2")) == len(file)
    assert len(out(course="M3")) == len(out(module="M9.9")) == 0


def test_an_untouched_file_changes_nothing(cast: Cast, things: None) -> None:
    change_english(cast)
    for language in ("ru", "tg"):
        for only_open in (True, False):
            file = out(language, only_open=only_open)
            pk = come_back(cast, file)
            kept = kept_file(pk, cast.translator)
            assert kept is not None
            assert {line.state for line in plan_of(kept, by=cast.translator, on=AT.date()).lines} <= {State.SAME}
            assert take_in(pk=pk, by=cast.translator, at=AT) is not None
    assert not WorkDraft.objects.exists()


def test_what_is_out_of_date_is_fuzzy_with_its_old_source(cast: Cast, things: None) -> None:
    change_english(cast)
    (entry,) = out("tg", kinds=[WorkKind.QUESTION])
    assert (entry.msgid, entry.previous_msgid, entry.msgstr, entry.fuzzy) == (
        "Something else",
        "stem 1 en",
        "stem 1 tg",
        True,
    )
    file = out("tg", kinds=[WorkKind.QUESTION])
    file[0].flags.remove("fuzzy")  # "it is still right"
    done = take_in(pk=come_back(cast, file), by=cast.translator, at=AT)
    assert done is not None
    assert [line.state for line in done.lines] == [State.CHANGED]
    work = ADAPTERS[WorkKind.QUESTION].open_work("m2.2-q1", "tg")
    assert work is not None
    assert work.open == 0


def test_a_translated_file_becomes_drafts_and_is_not_published(cast: Cast, things: None) -> None:
    file = out(only_open=False)
    for entry in file:
        entry.msgstr = "слова " + entry.msgid
    pk = come_back(cast, file)
    kept = kept_file(pk, cast.translator)
    assert kept is not None
    plan = plan_of(kept, by=cast.translator, on=AT.date())
    assert {line.state for line in plan.lines if line.context.startswith("question")} == {State.NEW}
    assert {line.state for line in plan.lines if line.context.startswith("term")} == {State.CHANGED}
    assert plan.writes == len(file)
    assert WorkDraft.objects.exclude(kind="po").count() == 0
    done = take_in(pk=pk, by=cast.translator, at=AT)
    assert done == plan
    for kind, code in ((WorkKind.QUESTION, "m2.2-q1"), (WorkKind.PRACTICAL, "PX-2.2"), (WorkKind.TERM, "T001")):
        work = ADAPTERS[kind].open_work(code, "ru")
        assert work is not None
        assert all(segment.target.startswith("слова ") for segment in work.segments)
    assert not QuestionText.objects.filter(language="ru").exists()
    assert take_in(pk=pk, by=cast.translator, at=AT) is None  # pressed twice
    assert set(WorkDraft.objects.values_list("kind", flat=True)) == {"question", "practical", "term"}


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        ("practical|PX-2.2|conditions.1", "без кода", Why.MARKS),
        ("practical|PX-2.2|conditions.1", "код `UTO", Why.MARKS),
        ("practical|PX-2.2|title", "<script>alert(1)</script>", Why.MARKUP),
        ("practical|PX-2.2|title", "имя <img src=x onerror=y>", Why.MARKUP),
        ("practical|PX-2.2|title", "имя <script", Why.MARKUP),
        ("practical|PX-2.2|title", "имя\u202eями", Why.MARKUP),
        ("practical|PX-2.2|title", "имя " * 500, Why.LONG),
        ("practical|PX-9|title", "имя", Why.PLACE),
        ("practical|PX-2.2|key", "имя", Why.PLACE),
        ("question|m2.2-q1|marks", "100", Why.PLACE),
        ("page|PX-2.2|title", "имя", Why.PLACE),
        ("", "имя", Why.PLACE),
    ],
)
def test_what_cannot_be_taken_in_is_told(cast: Cast, things: None, place: str, text: str, why: Why) -> None:
    source = next((entry.msgid for entry in out() if entry.msgctxt == place), "x")
    file = polib.POFile()
    file.metadata = {"Language": "ru", "Content-Type": "text/plain; charset=UTF-8"}
    file.append(polib.POEntry(msgctxt=place, msgid=source, msgstr=text))
    done = take_in(pk=come_back(cast, file), by=cast.translator, at=AT)
    assert done is not None
    assert [(line.state, line.why) for line in done.lines] == [(State.REFUSED, why)]
    assert not WorkDraft.objects.exists()


def test_a_source_that_changed_since_a_fuzzy_text_and_a_second_one_are_left_out(cast: Cast, things: None) -> None:
    file = out()
    for entry in file:
        entry.msgstr = entry.msgid
    file[1].flags.append("fuzzy")
    file.append(polib.POEntry(msgctxt=file[2].msgctxt, msgid=file[2].msgid, msgstr="второй"))
    change_english(cast)
    done = take_in(pk=come_back(cast, file), by=cast.translator, at=AT)
    assert done is not None
    refused = {line.context: line.why for line in done.having(State.REFUSED)}
    assert refused == {file[0].msgctxt: Why.SOURCE, file[1].msgctxt: Why.FUZZY, file[2].msgctxt: Why.TWICE}
    work = ADAPTERS[WorkKind.QUESTION].open_work("m2.2-q1", "ru")
    assert work is not None
    assert work.segments[2].target == file[2].msgid


def test_signs_of_the_machine_readable_zone_are_no_markup(cast: Cast, things: None) -> None:
    file = out(kinds=[WorkKind.PRACTICAL])
    for entry in file:
        entry.msgstr = entry.msgid + " если 3 < 5 и a > b" if "`" not in entry.msgid else "коды `UTO` и строка"
    done = take_in(pk=come_back(cast, file), by=cast.translator, at=AT)
    assert done is not None
    assert done.having(State.REFUSED) == []


def test_what_is_empty_in_the_file_takes_nothing_away(cast: Cast, things: None) -> None:
    file = out(kinds=[WorkKind.TERM], only_open=False)
    for entry in file:
        entry.msgstr = ""
    pk = come_back(cast, file)
    done = take_in(pk=pk, by=cast.translator, at=AT)
    assert done is not None
    assert done.lines == ()


def test_only_own_languages_and_own_files(cast: Cast, things: None) -> None:
    tajik = make_person(number="TR-TG")
    give_role(user=tajik, role=Role.TRANSLATOR, centre=None, language="tg", by=None)
    file = out("ru")
    for entry in file:
        entry.msgstr = entry.msgid
    with pytest.raises(PoRightsError):
        keep_file(data=str(file).encode(), by=tajik, at=AT)
    assert not WorkDraft.objects.exists()
    pk = come_back(cast, file)
    assert kept_file(pk, tajik) is None
    assert kept_file(pk, cast.editor) is None
    assert take_in(pk=pk, by=cast.editor, at=AT) is None
    again = come_back(cast, file)
    assert kept_file(pk, cast.translator) is None  # the newer file stands in its place
    assert kept_file(again, cast.translator) is not None


def test_interface_wording_goes_out_and_in_wherever_its_page_moves(cast: Cast) -> None:
    file = out("ru", kinds=[WorkKind.WORDING], only_open=False)
    assert len(file) > 1000
    assert all(entry.msgctxt.startswith("wording|sentences|") for entry in file)
    plain = next(entry for entry in file if "%(" in entry.msgid and entry.msgstr)
    broken, good = plain, file[0]
    broken.msgstr = "без подстановки"
    good.msgstr = good.msgstr + " (проба)"
    began = time.process_time()  # of this process alone: others may be busy
    done = take_in(pk=come_back(cast, file), by=cast.translator, at=AT)
    assert time.process_time() - began < 20
    assert done is not None
    assert {line.context: line.why for line in done.having(State.REFUSED)} == {broken.msgctxt: Why.PLACEHOLDERS}
    assert [line.context for line in done.having(State.CHANGED)] == [good.msgctxt]
    assert not InterfaceWording.objects.exists()
    work = ADAPTERS[WorkKind.WORDING].open_work("page-1", "ru")
    assert work is not None
    assert work.segments[0].target.endswith("(проба)")


def test_key_and_marks_have_no_place(cast: Cast, things: None) -> None:
    places = {entry.msgctxt.split("|")[2].split(".")[0] for entry in out(kinds=[WorkKind.QUESTION], only_open=False)}
    assert places == {"stem", "option", "feedback"}


def test_files_survive_any_order(cast: Cast, things: None) -> None:
    file = out()
    for entry in file:
        entry.msgstr = "слова " + entry.msgid
    plans = []
    for entries in itertools.islice(itertools.permutations(file), 0, 40, 13):
        again = polib.POFile(wrapwidth=40)
        again.metadata = file.metadata
        again.extend(entries)
        sent = read(str(again).encode())
        plans.append({dataclasses.astuple(line) for line in plan_of(sent, by=cast.translator, on=AT.date()).lines})
    assert all(plan == plans[0] for plan in plans)
