"""A row is visible through `visible_to(user)` or it has no owner, and then it stands in this list with the reason."""

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
    "words and days that everybody knows": {"Rank", "Holiday", "Design", "DesignPicture", "PostRequirement"},
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
