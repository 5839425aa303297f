"""Application configuration of the languages part."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    """Registers the part so that its template library and tests are found."""

    name = "foundation.languages"
    label = "languages"
