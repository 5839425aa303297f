"""Settings come from the environment through these functions; a wrong value stops the start."""

import os
from pathlib import Path


class SettingError(Exception):
    """A setting is missing or cannot be read; the text names it."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`, or `default`; raise SettingError when neither exists."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingError(f"{name} is not set")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raise SettingError on any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(f"{name} must be yes or no, not {value!r}")


def number(name: str, default: int) -> int:
    """Return a whole number; raise SettingError when it is not one."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name} must be a whole number, not {value!r}") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from NAME, or from the file named by NAME_FILE; raise SettingError when neither exists."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return text(name, default)
