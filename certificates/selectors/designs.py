"""Designs: which ones there are, which are offered, and the pictures they name."""

import base64
import functools
from collections.abc import Mapping

from certificates.models import DesignPicture


def picture_uri(sha256: str, unsaved: Mapping[str, str]) -> str:
    """Return a picture of a design as a data address. `unsaved` are those of a preview.

    Kept in memory: a picture is named by its content, so that it cannot become another one.
    """
    return unsaved.get(sha256) or _kept(sha256)


@functools.lru_cache(maxsize=16)
def _kept(sha256: str) -> str:
    row = DesignPicture.objects.get(pk=sha256)
    return data_address(row.content_type, bytes(row.data))


def data_address(content_type: str, data: bytes) -> str:
    """Return bytes as a data address."""
    return f"data:{content_type};base64,{base64.b64encode(data).decode('ascii')}"
