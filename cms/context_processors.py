"""What the site shell needs on every page; it asks the database nothing."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, direction, html_lang


def shell(request: HttpRequest) -> dict[str, object]:
    """Language, direction, languages to choose from, and whether this is the demonstration."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "language": language,
        "html_lang": html_lang(language),
        "direction": direction(language),
        "languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        "demonstration": settings.DEMONSTRATION,
    }
