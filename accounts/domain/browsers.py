"""Which browser on which kind of device, in words that everybody knows. A guess: browsers say what they like."""

import re

# The first that is found counts: others name themselves like these as well.
_BROWSERS = (
    ("edge", re.compile(r"\bEdgA?/|\bEdge/")),
    ("opera", re.compile(r"\bOPR/|\bOpera")),
    ("yandex", re.compile(r"\bYaBrowser/")),
    ("samsung", re.compile(r"\bSamsungBrowser/")),
    ("firefox", re.compile(r"\bFirefox/|\bFxiOS/")),
    ("chrome", re.compile(r"\bChrome/|\bCriOS/|\bChromium/")),
    ("safari", re.compile(r"\bSafari/")),
)
_SYSTEMS = (
    ("android", re.compile(r"Android")),
    ("ios", re.compile(r"iPhone|iPad")),
    ("windows", re.compile(r"Windows")),
    ("mac", re.compile(r"Macintosh")),
    ("linux", re.compile(r"Linux|X11")),
)


def guess(user_agent: str) -> tuple[str, str]:
    """Return the families of browser and system that a User-Agent names; empty where it names none we know."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def _first(families: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in families if pattern.search(text[:500])), "")
