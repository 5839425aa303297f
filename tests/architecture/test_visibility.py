"""A row is visible through `visible_to(user)` or it has no owner, and then it stands in this list with the reason."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

OURS = ("accounts", "courses", "attendance", "assessments", "certificates", "cms", "jobs", "outbox")
NO_OWNER = {
    "the curriculum and its words": {
        "Course", "Module", "Outcome", "Lesson", "LessonEdition", "ModuleEdition", "CourseEdition", "Approval",
        "TermEdition", "Term", "AdvisedForm", "Reference", "ReferenceText", "Book",
        "HomePage", "CoursePage", "ModulePage", "LessonPage", "LoadedText",
        "Picture", "PictureRendition", "Attachment", "WorkDraft", "InterfaceWording",
    },
    "programmes are the same for everybody": {"Programme", "ProgrammeVersion", "ProgrammePart", "ProgrammeRequirement"},
    "the bank: reached only through attempts and checklists": {
        "Question", "QuestionVersion", "QuestionText", "Quiz", "PracticalExercise", "PracticalVersion", "PracticalText",
        "QuestionTag", "QuestionPicture", "BlueprintLine",
    },
    "words and days that everybody knows": {
        "Rank", "Holiday", "Design", "DesignPicture", "PostRequirement", "RetentionPeriod",
    },
    "public keys are published": {"IssuerKey"},
    "machinery: holds ids and keyed hashes, shown to nobody": {
        "NameWord", "PastWord", "Job", "CheckCount", "TryCount", "Delivery", "Stray",
    },
}  # fmt: skip
FREE = set().union(*NO_OWNER.values())
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_with_an_owner_says_who_sees_its_rows(model) -> None:
    has = hasattr(model._default_manager.all(), "visible_to")
    assert has != (model.__name__ in FREE)


@pytest.mark.parametrize("model", [m for m in MODELS if m.__name__ not in FREE], ids=lambda model: model.__name__)
def test_strangers_see_nothing_of_the_cohort(model, cast) -> None:
    """Somebody without a role sees at most what is about herself; somebody not logged in nothing."""
    own = {"User": 1, "PersonName": 1}
    assert model._default_manager.visible_to(cast.stranger).count() == own.get(model.__name__, 0)
    if model.__name__ == "User":
        assert model._default_manager.visible_to(AnonymousUser()).count() == 0


@pytest.mark.parametrize("model", [m for m in MODELS if m.__name__ not in FREE], ids=lambda model: model.__name__)
def test_staff_of_another_centre_sees_nothing_of_the_cohort(model, cast) -> None:
    rows = model._default_manager
    for person in (cast.other_instructor, cast.other_registrar, cast.other_head):
        there = rows.visible_to(person)
        if model.__name__ in {"User", "PersonName", "RoleAssignment"}:
            people = there.values_list({"User": "pk", "PersonName": "person"}.get(model.__name__, "user"), flat=True)
            at_panj = {cast.other_instructor.pk, cast.other_registrar.pk, cast.other_head.pk}
            assert set(people) <= at_panj
        elif model.__name__ == "Centre":
            assert list(there) == [cast.panj]
        elif model.__name__ in {"Room", "AuditEntry"}:  # a head reads what happened at the own centre
            assert {row.centre for row in there} <= {cast.panj}
        else:
            assert there.count() == 0


APPS = ("accounts", "courses", "attendance", "assessments", "certificates", "cms", "desk")
# Querysets of a model that hold no more rows than its `visible_to`, for a narrower question.
LIMITED = {"visible_to", "managed_by", "taught_by", "observed_by", "examined_by", "names_open_to"}
# Rows that an edge asks for in another way, and why.
OTHERWISE = {
    (
        "accounts/views/people.py",
        "User",
    ): "an instructor of the trainee may be of another centre: may_print_slip says no",
}


def views() -> list[Path]:
    root = Path(__file__).parents[2]
    return sorted(path for app in APPS for path in (root / app / "views").rglob("*.py"))


def test_edges_ask_for_rows_through_visible_to() -> None:
    """A view that names a manager limits it to the reader at once; whatever else it wants it asks of a selector."""
    found = []
    for path in views():
        tree = ast.parse(path.read_text())
        above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}):
                continue
            model, next_step = ast.unparse(node.value), above[node]
            limited = isinstance(next_step, ast.Attribute) and next_step.attr in LIMITED
            where = "/".join(path.parts[-3:])
            if not limited and model not in FREE and (where, model) not in OTHERWISE:
                found.append(f"{where}:{node.lineno} {model}")
    assert found == []


def test_no_edge_gives_a_bare_model_to_get_object_or_404() -> None:
    names = {model.__name__ for model in MODELS} - FREE
    found = [
        f"{path.name}:{node.lineno}"
        for path in views()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"get_object_or_404", "get_list_or_404"}
        and ast.unparse(node.args[0]) in names
    ]
    assert found == []
