"""The rows of `cms`: pages of the curriculum, one tree a language, and what was loaded into them."""

from cms.models.loaded import LoadedText
from cms.models.pages import CoursePage, HomePage, LessonPage, ModulePage

__all__ = ["CoursePage", "HomePage", "LessonPage", "LoadedText", "ModulePage"]
