"""How a Tajik or Russian name could be written in Latin letters: shown only, never stored (domain.md 5.1)."""

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфӣқӯҳҷэы", "abvgdeziyklmnoprstufiquhjey", strict=True)),
        **dict(zip("ғёжхчшюяцщ", ["gh", "yo", "zh", "kh", "ch", "sh", "yu", "ya", "ts", "shch"], strict=True)),
        **dict.fromkeys("ъь"),
    }
)


def latin_proposal(surname: str, given_name: str) -> str:
    """Return surname and name in capital Latin letters by BGN/PCGN 1994 without marks, as passports have them."""
    return " ".join(part for part in (surname, given_name) if part).casefold().translate(_LETTERS).upper()
