"""Application configuration of the spreadsheets part."""

from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    """Registers the part; it has no models."""

    name = "foundation.spreadsheets"
    label = "spreadsheets"
