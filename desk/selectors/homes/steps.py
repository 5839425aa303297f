"""What a home is made of."""

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.models import ClassSession
    from courses.selectors.progress import MyProgramme


@dataclasses.dataclass(frozen=True)
class Step:
    """Something to do: a title, a sentence, and the address where it is done. `tone` is next, bad or plain."""

    title: str
    text: str
    url: str
    action: str
    tone: str = "plain"


@dataclasses.dataclass(frozen=True)
class Figure:
    """One number with what it counts, and the page behind it."""

    label: str
    value: int
    url: str = ""


@dataclasses.dataclass
class Home:
    """Everything on one home, most urgent first."""

    steps: list[Step] = dataclasses.field(default_factory=list)
    figures: list[Figure] = dataclasses.field(default_factory=list)
    programmes: list["MyProgramme"] = dataclasses.field(default_factory=list)
    sessions: list["ClassSession"] = dataclasses.field(default_factory=list)
