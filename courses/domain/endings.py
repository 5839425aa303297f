"""Which endings a word may take in a text: what stays of it, and what may follow. On folded words.

Rules of thumb for finding terms, no grammar: a stem and a closed list of endings for each, so that «граница» is found
in «границы» and never in «граничный». Letters are those that `foundation.languages.text.fold` leaves; endings with
ҳ and ӣ stand here too, for texts that are compared with their marks.
"""

Stems = tuple[tuple[str, frozenset[str]], ...]

SHORT = 2  # a word of so many letters takes no endings
EXACT = frozenset({""})


def _set(endings: str) -> frozenset[str]:
    return frozenset(endings.split()) | EXACT


_TAJIK = _set(
    "и ро иро хо хои хоро хову хояш хоят хоям хояшон ам ат аш амон атон ашон он они онро ону ен ени енро "
    "гон гони гонро гону вон вони е у ю ву ҳо ҳои ҳоро ҳову ҳояш ҳоят ҳоям ҳояшон ён ёни ёнро й ест аст"
)
_DARI = _set("ها های هایی هایش هایشان هایم هایت هارا را ان انی انش ش شان ام ات اش ای")
_DARI_PLURAL = frozenset({"گان", "گانی", "گانش", "گانشان"})
_ENGLISH = _set("s es")
_ADJECTIVE = _set("ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их ыми ими ою ею") - EXACT
_ON_A = _set("а ы и е у ой ей ою ею ам ами ах я ю ям ями ях")
_ON_IYA = frozenset(["ия", "ии", "ию", "ией", "ие", "ием", "ий", "иям", "иями", "иях"])
_ON_O = _set("о а у ом е ам ами ах я ю ем ей ям ями ях")
_ON_SOFT = frozenset(["ь", "и", "ью", "ей", "ям", "ями", "ях", "я", "ю", "ем", "е"])
_ON_SHORT_I = frozenset(["й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях"])
_ON_CONSONANT = _set("а у ом ем е ы и ов ев ей ам ами ах")


def stems(word: str, language: str, *, last: bool = True) -> Stems:
    """Return what of a folded word stands unchanged in texts, each with the endings that may follow it.

    `last`: the word ends its term; before other words of a term a Tajik word has lost nothing but its izofa.
    """
    if len(word) <= SHORT or word.isdigit():
        return ((word, EXACT),)
    if language == "tg":
        return _tajik(word, last=last)
    if language == "fa-af":
        return _dari(word)
    if language == "ru":
        return _russian(word)
    return _english(word)


def _tajik(word: str, *, last: bool) -> Stems:
    if not last and len(word) > SHORT + 2 and word.endswith(("и", "ӣ")):
        return ((word[:-1], _TAJIK | {word[-1]}),)
    return ((word, _TAJIK),)


def _dari(word: str) -> Stems:
    """`ی` after a word makes another word of it («سرحدی»), after ا and و it only joins it to the next one."""
    endings = _DARI | {"ی", "یی"} if word.endswith(("ا", "و")) else _DARI
    if word.endswith("ه"):
        return ((word, endings), (word[:-1], _DARI_PLURAL))
    return ((word, endings),)


def _english(word: str) -> Stems:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return ((word[:-1], frozenset({"y", "ies"})),)
    return ((word, _ENGLISH),)


def _russian(word: str) -> Stems:
    if word.endswith(("ие", "ия")):
        return ((word[:-2], _ON_IYA | (_ADJECTIVE if word.endswith("ие") else frozenset())),)
    if word[-2:] in _ADJECTIVE and len(word) > SHORT + 2:
        return ((word[:-2], _ADJECTIVE),)
    if word.endswith("ка"):
        return ((word[:-1], _ON_A), (word[:-2], frozenset({"ок", "ек"})))
    if word.endswith(("а", "я")):
        return ((word[:-1], _ON_A),)
    if word.endswith(("о", "е")):
        return ((word[:-1], _ON_O),)
    if word.endswith("ь"):
        return ((word[:-1], _ON_SOFT),)
    if word.endswith("й"):
        return ((word[:-1], _ON_SHORT_I),)
    if word.endswith(("ец", "ок")) and len(word) > SHORT + 2:
        return ((word, EXACT), (word[:-2] + word[-1], _ON_CONSONANT - EXACT))
    return ((word, _ON_CONSONANT),)
