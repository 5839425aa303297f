"""Settings come from the environment through these functions; a wrong value stops the start."""

import base64
import binascii
import os
from pathlib import Path

LONG_ENOUGH = 50
MANY_SIGNS = 10
KEY_BYTES = 32
SAMPLES = ("only-for", "browser-tests", "insecure", "change", "example", "secret", "0123456789", "omuzgoh")


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
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{name}_FILE cannot be read") from error
    return text(name, default)


def strong(name: str) -> str:
    """Return a secret that nobody guesses; raise SettingError for a short one, a sample, or one of few signs."""
    value = secret(name)
    if len(value) < LONG_ENOUGH or len(set(value)) < MANY_SIGNS or any(word in value.lower() for word in SAMPLES):
        raise SettingError(f"{name} must be at least {LONG_ENOUGH} signs that were made at random")
    return value


def random_bytes(name: str) -> str:
    """Return a key of 32 random bytes, written in Base64; raise SettingError for any other."""
    value = secret(name)
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SettingError(f"{name} must be written in Base64") from error
    if len(key) != KEY_BYTES or len(set(key)) < MANY_SIGNS or all(32 <= byte < 127 for byte in key):
        raise SettingError(f"{name} must be {KEY_BYTES} bytes that were made at random")
    return value
