"""Papers to look at before anything is issued: the preview of a design, and its test prints."""

from collections.abc import Mapping, Sequence

from certificates.domain.designs import Drawn
from certificates.pdf.drawing import draw_together
from certificates.pdf.samples import KINDS, PAIRS, sample_paper
from certificates.selectors.papers import Paper
from certificates.selectors.signatories import free_names


def preview(
    drawn: Drawn,
    *,
    languages: Sequence[str],
    kind: str = "certificate",
    who: str = "short",
    pictures: Mapping[str, str] | None = None,
) -> bytes:
    """Return one paper of nobody in a design, drawn by the engine that draws certificates.

    `pictures` are those that are not kept yet: data addresses by SHA-256.
    """
    return draw_together([_paper(drawn, languages, kind, who, pictures)])


def trial_print(drawn: Drawn, *, kinds: Sequence[str] = KINDS, who: str = "short") -> bytes:
    """Return a page for each choice of languages and each kind, in one file."""
    return draw_together([_paper(drawn, languages, kind, who, None) for languages in PAIRS for kind in kinds])


def _paper(drawn: Drawn, languages: Sequence[str], kind: str, who: str, pictures: Mapping[str, str] | None) -> Paper:
    cosignatory = drawn.cosignatory
    signatories = [(free_names(cosignatory.names), cosignatory.offices)] if cosignatory else []
    return sample_paper(
        languages=languages,
        who=who,
        kind=kind,
        look=drawn.look,
        texts=drawn.texts,
        signatories=signatories,
        pictures=pictures,
    )
