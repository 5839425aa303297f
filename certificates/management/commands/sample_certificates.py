"""Draw sample papers of the designs that ship, to be looked at: every choice of languages, every kind, long names."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from certificates.domain.designs import SHIPPED
from certificates.pdf.drawing import draw
from certificates.pdf.samples import KINDS, PAIRS, PEOPLE, sample_paper
from certificates.pdf.specimens import specimen


class Command(BaseCommand):
    help = "Draw sample certificates into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, help="folder for the PDF files")
        parser.add_argument("--design", choices=sorted(SHIPPED), help="of one design only")

        parser.add_argument("--signed", action="store_true", help="sealed and signed by development keys")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = Path(options["out"])
        folder.mkdir(parents=True, exist_ok=True)
        for design in [options["design"]] if options["design"] else SHIPPED:
            for name, wanted in samples():
                path = folder / f"{design}-{name}.pdf"
                paper = sample_paper(look=SHIPPED[design].look, **wanted)
                path.write_bytes(specimen(paper) if options["signed"] else draw(paper))
                self.stdout.write(str(path))


def samples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and the arguments of each sample: every kind, and the other names for the ordinary kind."""
    for languages in PAIRS:
        for kind in KINDS:
            yield f"{'-'.join(languages)}-{kind}", {"languages": languages, "kind": kind}
        for who in PEOPLE:
            if who != "short":
                yield f"{'-'.join(languages)}-{who}", {"languages": languages, "who": who}
