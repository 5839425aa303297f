"""What a design says of the paper: layout, art, ink, emblem, background. Frozen in the record of a certificate."""

import dataclasses
from collections.abc import Mapping
from typing import Any

OWN = "own"  # the emblem that was drawn for this project
NO_EMBLEM = "none"


@dataclasses.dataclass(frozen=True)
class Look:
    """How a paper looks.

    `layout` names a template and a style sheet, `art` and `ink` the curves under the text and their colours. What a
    name stands for never changes; something else gets another name. `emblem` is `own`, `none` or the SHA-256 of a kept
    picture; `ground` is empty or that of a picture which stands in place of the curves.
    """

    layout: str = "landscape-1"
    art: str = "guilloche-1"
    ink: str = "teal"
    emblem: str = OWN
    ground: str = ""


def look_of(facts: Mapping[str, Any]) -> Look:
    """Return the look of a frozen record; records made before looks were frozen have the first one."""
    return Look(**facts.get("look", {}))
