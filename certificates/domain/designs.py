"""What a design says of the paper: layout, art, ink, emblem, background, texts. Frozen in the record of a certificate.

The designs that ship were drawn for this project. They carry no emblem of a state or of a service; a service that has
the right to its emblem brings it in as a picture.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

OWN = "own"  # the emblem that was drawn for this project
NO_EMBLEM = "none"
LAYOUTS = ("landscape-1", "portrait-1")
ARTS = ("guilloche-1", "medallion-1")
INKS = ("teal", "blue", "wine", "forest")

Texts = Mapping[str, Mapping[str, str]]  # language -> key of wording.TEXTS -> text


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

    @property
    def pictures(self) -> tuple[str, ...]:
        """The kept pictures it names."""
        return tuple(name for name in (self.emblem, self.ground) if name not in (OWN, NO_EMBLEM, ""))


@dataclasses.dataclass(frozen=True)
class Cosignatory:
    """Who signs beside the head of the centre: the office by language, the whole name by script; both may be empty."""

    offices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A design as it is kept in a row: titles for those who choose it, look, texts of its own, second signatory."""

    titles: Mapping[str, str]
    look: Look
    texts: Texts = dataclasses.field(default_factory=dict)
    cosignatory: Cosignatory | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """The same for JSON, without the titles."""
        return {
            "look": dataclasses.asdict(self.look),
            "texts": {language: dict(texts) for language, texts in self.texts.items()},
            "cosignatory": dataclasses.asdict(self.cosignatory) if self.cosignatory else None,
        }

    @property
    def words(self) -> str:
        """Every text of it in one line, to be compared with the letters of the fonts."""
        own = [text for texts in self.texts.values() for text in texts.values()]
        if self.cosignatory:
            own += [*self.cosignatory.offices.values(), *self.cosignatory.names.values()]
        return " ".join(own)


def drawn_from(titles: Mapping[str, str], settings: Mapping[str, Any]) -> Drawn:
    """Return a design from its row; rows of the first days have empty settings and look as the first design."""
    cosignatory = settings.get("cosignatory")
    return Drawn(
        titles=titles,
        look=Look(**settings.get("look", {})),
        texts=settings.get("texts", {}),
        cosignatory=Cosignatory(**cosignatory) if cosignatory else None,
    )


def look_of(facts: Mapping[str, Any]) -> Look:
    """Return the look of a frozen record; records made before looks were frozen have the first one."""
    return Look(**facts.get("look", {}))


SHIPPED: Mapping[str, Drawn] = {
    "guilloche": Drawn(
        {
            "en": "Guilloche, landscape",
            "tg": "Гилош, уфуқӣ",
            "ru": "Гильош, альбомный лист",
            "fa-af": "گیلوش، افقی",
        },
        Look(),
    ),
    "medallion": Drawn(
        {
            "en": "Medallion, portrait",
            "tg": "Медалён, амудӣ",
            "ru": "Медальон, книжный лист",
            "fa-af": "مدالیون، عمودی",
        },
        Look(layout="portrait-1", art="medallion-1", ink="wine"),
    ),
}
