"""What WeasyPrint does not write itself: art under the text, PDF/UA beside PDF/A, a tagged field for the signature,
the language of each part. Uses its inner tables, so its version is pinned and `make conformance` is the alarm.
"""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.pdf import tags

from certificates.domain.marks import FIELD, FIELD_SAYS, MADE_HERE
from certificates.pdf.art import Art

CREDENTIAL_TYPE = "/application#2fvc+jwt"
PRINT_AND_LOCKED = 4 + 128

# PDF/UA's mark, and the description that PDF/A wants of a mark it does not know (certificates.md 1.2).
UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:publisher><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:publisher></rdf:Description>
</rdf:RDF>""" % MADE_HERE.encode("ascii")


def finish(art: Art, _document: Any, pdf: Any) -> None:
    """Complete a PDF before it is written; `art` goes under the text of the first page."""
    put_arts_under([art], pdf)
    declare_ua(pdf)
    name_credential(pdf)
    add_field(pdf)


def put_arts_under(arts: Sequence[Art], pdf: Any) -> None:
    """Draw an art before the text of each page, marked as decoration for readers of tagged PDF."""
    forms: dict[Art, tuple[str, Any]] = {}
    for number, art in enumerate(arts):
        if art not in forms:
            forms[art] = (f"CertificateArt{number or ''}", _form_of(art))
            pdf.add_object(forms[art][1])
        name, form = forms[art]
        under = pydyf.Stream([f"/Artifact BMC q /{name} Do Q EMC".encode("ascii")])
        pdf.add_object(under)
        page = pdf.objects[pdf.pages["Kids"][3 * number]]
        _object(pdf, page["Resources"])["XObject"][name] = form.reference
        page["Contents"] = pydyf.Array([under.reference, page["Contents"]])


def _form_of(art: Art) -> Any:
    """Return the art as a Form XObject."""
    return pydyf.Stream(
        [art.data],
        pydyf.Dictionary(
            {
                "Filter": "/FlateDecode",
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, art.width, art.height]),
                "Resources": pydyf.Dictionary({}),
            }
        ),
    )


def declare_ua(pdf: Any) -> None:
    """Say in the metadata that the file follows PDF/UA-1 as well, and who made it; uncompressed, to be found again."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UA)]
    metadata.compress = False


def name_credential(pdf: Any) -> None:
    """Give the attachment its media type, which must not depend on the machine's table, and list it once."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/EmbeddedFile":
            one.extra["Subtype"] = CREDENTIAL_TYPE
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def add_field(pdf: Any) -> None:
    """Add the empty field that the signature fills: it shows nothing, and is tagged as PDF/UA wants of every field."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    body = _object(pdf, root["K"][0])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    page = pdf.objects[pdf.pages["Kids"][0]]
    place = 1 + max(number for number in parents[::2])
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String(FIELD_SAYS),
            "F": PRINT_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": place,
        }
    )
    pdf.add_object(field)
    kid = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": body.reference,
            "Pg": page.reference,
            "Lang": pydyf.String("en"),
            "K": pydyf.Array([kid]),
        }
    )
    pdf.add_object(element)
    body["K"].append(element.reference)
    parents.extend([place, element.reference])
    page["Annots"] = pydyf.Array([*page.get("Annots", ()), field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference]), "SigFlags": 3})


@contextlib.contextmanager
def languages_marked() -> Iterator[None]:
    """Let every part of the tag tree say its language while this lasts: a reader aloud changes its voice.

    WeasyPrint writes one language for the whole file. Call it with the lock of drawing held.
    """
    original = tags._build_box_tree

    def marking(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
        inner = getattr(box, "_box", box)
        element = getattr(inner, "element", None)
        said = element.get("lang") if element is not None and element.tag != "html" else None
        for one in original(box, parent, *rest):
            if said and _said(parent) != said and "Lang" not in one:
                one["Lang"] = pydyf.String(said)
            yield one

    tags._build_box_tree = marking
    try:
        yield
    finally:
        tags._build_box_tree = original


def _said(parent: Any) -> str | None:
    found = parent.get("Lang")
    return str(found.string) if found is not None else None


def _object(pdf: Any, reference: Any) -> Any:
    text = reference.decode("ascii") if isinstance(reference, bytes) else str(reference)
    return pdf.objects[int(text.split()[0])]
