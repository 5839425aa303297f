"""The rows of `cms`: pages of the curriculum, one tree a language, their media, and the work of translators."""

from cms.models.loaded import LoadedText
from cms.models.media import Attachment, Picture, PictureRendition
from cms.models.pages import CoursePage, HomePage, LessonPage, ModulePage
from cms.models.work import InterfaceWording, WorkDraft

__all__ = [
    "Attachment",
    "CoursePage",
    "HomePage",
    "InterfaceWording",
    "LessonPage",
    "LoadedText",
    "ModulePage",
    "Picture",
    "PictureRendition",
    "WorkDraft",
]
