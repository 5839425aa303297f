"""Which words of a text answer a typed word: endings, broken plurals, beginnings, missing letters, in four languages.

Every row that is searched keeps its words folded (`indexed`). A typed word is folded too, and its endings are taken
off in every way its language allows. The database looks for the shortest beginnings (`Wanted.beginnings`), which
finds too much; `Searched.quality` then says how well each row answers. Both work on plain text, so SQLite and
PostgreSQL give the same (docs/decisions/0011-search.md). Rules: languages-and-weak-links.md 1.7, domain.md 3.6 and 3.7.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from foundation.languages.text import script_of, words

LONGEST_QUERY = 200  # characters
MOST_WORDS = 8
MOST_TIMES = 10  # how often a word in one text counts
TITLE_ENDS = "\n"
SCRIPTS = {"tg": "cyrl", "ru": "cyrl", "fa-af": "arab", "en": "latn"}

EXACT, KIN, LOOSE = 3, 2, 1

_LETTERS = r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*"
_JOINED = re.compile(rf"{_LETTERS}(?:[\u200c\-\u2010\u2011]{_LETTERS})+")
_JOINT = re.compile("[\u200c\\-\u2010\u2011]")
_ZWNJ = "\u200c"

# Endings as they stand in folded text: ғ қ ҳ ҷ ӣ ӯ ё are г к х ч и у е there.
_TAJIK = (
    "хо хои хоро хоям хоят хояш хоямон хоятон хояшон хое он они онро вон гон гони гонро ен ени енро ион от оти отро "
    "чот ро и ии иро ям ят яш ямон ятон яшон яи ам ат аш амон атон ашон е ги гии тар тарин ум юм умин юмин "
    "ад ад анд ем ед да дан даи даги дааст ида идан идани идаи иш иши у ю ву а"
)
_DARI = (
    "ها های هایی هایم هایت هایش هایمان هایتان هایشان هارا ان انی گان گانی یان ات اتی جات ی یی ای ام ات اش مان تان شان "
    "یم یت یش تر ترین ین م ش ه را اند است ند د ده دن دند ود یدن یده"
)
_RUSSIAN = (
    "а я о е ы и у ю ь й ой ей ий ый ая яя ое ее ие ые ию ия ью ья ье ии ов ев ам ям ом ем им ым ах ях ях их ых ями "
    "ами ими ыми ого его ому ему ую юю ою ею ием иям иях иями ство ость ости ностью остью "
    "ть ти ет ит ут ют ат ят ешь ишь ете ите ал ала ало али ил ила или ел ела ели ена ено ены ен ан ана ано аны "
    "аем аете ает ают ает ить ать еть яет яют ял яла яли ять уя ая ив ав авший ивший ющий ющая ющие щий ся сь "
    "енный енная енное енные енного енной енных анный анная анные анных ный ная ное ные ного ной ных ным ными"
)
_ENGLISH = (
    "s es ed d e ing ings er ers ied ies y ly al ally ion ions ation ations ication ications ment ments able ible ive "
    "ised ized ise ize ising izing"
)
_ENDINGS = {
    code: frozenset(endings.split())
    for code, endings in {"tg": _TAJIK, "fa-af": _DARI, "ru": _RUSSIAN, "en": _ENGLISH}.items()
}
_LONGEST_ENDING = {code: max(map(len, endings)) for code, endings in _ENDINGS.items()}
_TIMES = {"tg": 3, "fa-af": 3, "ru": 2, "en": 2}  # китоб-ҳо-ямон-ро; дост-ан-аш; задержив-ают-ся; find-ing-s
_SHORTEST = 3  # letters that must be left, and one more where what is taken off is a weak ending
_WEAK: dict[str, frozenset[str]] = {
    "tg": frozenset("ауюе"),
    "fa-af": frozenset("مشهدن"),
    "ru": frozenset(["ит", "ет", "ут", "ют", "ат", "ят", "ти", "ть", "ил", "ел", "ал", "ен", "ан", "ив", "ав"]),
    "en": frozenset(),
}

# Plurals that change the word itself: the plural, then the singular.
_BROKEN = {
    "tg": "ашхос шахс аснод санад ашё шай ахком хукм аъзо узв мавод модда кавонин конун масоил масъала усул асл "
    "хукук хак марохил мархала авомил омил далоил далел навохи нохия атфол тифл авзоъ вазъ анвоъ навъ асрор сир",
    "fa-af": "اسناد سند اشخاص شخص افراد فرد حقوق حق اطفال طفل قوانین قانون مواد ماده مراکز مرکز مدارک مدرک "
    "علایم علامت علائم علامت وسایل وسیله وسایط وسیله "
    "وظایف وظیفه مراحل مرحله اعضا عضو اهداف هدف اصول اصل شرایط شرط قواعد قاعده "
    "موارد مورد خطرات خطر انواع نوع ارقام رقم حروف حرف اعداد عدد سوالات سوال "
    "جداول جدول اوراق ورق حوادث حادثه جرایم جرم "
    "ممالک مملکت اتباع تبعه مناطق منطقه نقاط نقطه اقدامات اقدام دروس درس دلایل دلیل",
    "ru": "люди человек дети ребенок",
    "en": "women woman men man children child people person criteria criterion",
}
_ODD = {code: dict(zip(pairs.split()[::2], pairs.split()[1::2], strict=True)) for code, pairs in _BROKEN.items()}

_SMALL_WORDS = {
    "tg": "ва дар ба бо аз то барои ки е ин он ро чи чй тавр кадом аст хам",
    "fa-af": "و در به از با تا که را این آن ان ها های ی یک است چه چی برای می کدام چطور هم",
    "ru": "в во на с со из от до по за к ко об о и или не что как для при у это чем где а",
    "en": "the a an of to in on at by for and or is are what how which with from",
}
_SMALL = {code: frozenset(text.split()) for code, text in _SMALL_WORDS.items()}
_VOWELS = "аеиоуыэюя"
_DARI_PARTICLES = frozenset({"می", "نمی"})  # typed apart from their verb, which the text joins

# A code typed on a keyboard that was left in Cyrillic: М2.2.1, ТД3, РХ-2.2.
_CODE = re.compile(r"[авекмнорстухдпі]{1,3}\d*")
_CODE_LETTERS = str.maketrans("авекмнорстухдпі", "abekmhopctyxdpi")
_CODE_SOUNDS = str.maketrans("авекмнорстухдпі", "avekmnorstuhdpi")


def indexed(head: str, text: str) -> str:
    """Return the words of a row as they are searched: folded, a space round each, the title apart from the text.

    Words that a hyphen or a ZWNJ joins are there in both ways, so that each is found as it is typed.
    """
    return f" {_run(head)} {TITLE_ENDS} {_run(text)} "


@dataclasses.dataclass(frozen=True)
class Wanted:
    """One typed word, or several that stand together like the numbers of M2.2.1.

    `typed` is how it was typed, folded; `others` are other writings of the same; `stems` what is left of it without
    endings; `beginnings` the fewest beginnings that every word which may answer has.
    """

    typed: str
    others: frozenset[str]
    stems: frozenset[str]
    beginnings: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Quality:
    """How well a row answers: how many wanted words it has, how many of them as typed or with other endings."""

    found: int
    kin: int
    score: float


def may_stand_in(query: str, language: str) -> bool:
    """Return whether texts of a language can have the words of a query: Latin letters and digits stand in all.

    What looks like a code typed in Cyrillic letters can stand everywhere too.
    """
    for run in map(words, query[:LONGEST_QUERY].split()):
        script = script_of("".join(run))
        if script in {"cyrl", "arab"} and script != SCRIPTS.get(language) and not _is_code(" ".join(run)):
            return False
    return True


def wanted_words(query: str, language: str) -> tuple[Wanted, ...]:
    """Return what is looked for in texts of a language; small words are left out where others remain.

    Not more than MOST_WORDS; empty when the query has no letter and no digit.
    """
    tokens = [run for token in query[:LONGEST_QUERY].replace(_ZWNJ, "").split() if (run := " ".join(words(token)))]
    if language == "fa-af":
        tokens = _with_particles(tokens)
    kept = [token for token in tokens if token not in _SMALL[language]] or tokens
    return tuple(_wanted(token, language) for token in list(dict.fromkeys(kept))[:MOST_WORDS])


@lru_cache(maxsize=20_000)
def stems(word: str, language: str) -> frozenset[str]:
    """Return a folded word with its endings taken off in every way, itself among them.

    A word with a digit has no endings, and at least three letters are left. Two words are kin when they share a stem.
    """
    if not word.isalpha():
        return frozenset({word})
    odd = _ODD[language]
    found = {word}
    edge = {word}
    for _ in range(_TIMES[language]):
        edge = {stem for longer in edge for stem in _shorter(longer, language)} - found
        found |= edge
    found |= {odd[stem] for stem in found & odd.keys()}
    if language == "ru":
        found |= {stem[:-2] + stem[-1] for stem in found if len(stem) > _SHORTEST + 1 and _is_fleeting(stem)}
    elif language == "en":
        found |= {
            stem[:-1] for stem in found if len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "sel"
        }
        found |= {stem[:-1] for stem in found if len(stem) > _SHORTEST and stem[-1] == "i"}
    return frozenset(found)


def answers(word: str, wanted: Wanted, language: str) -> bool:
    """Return whether a folded word of a text is the wanted one, begins with it, or is the same with other endings."""
    if any(word == form or (len(form) > 1 and word.startswith(form)) for form in (wanted.typed, *wanted.others)):
        return True
    return not wanted.stems.isdisjoint(stems(word, language))


class Searched:
    """A query as rows of one language are judged by it. Remembers what it said of a word, so it lives for a request."""

    def __init__(self, query: str, language: str) -> None:
        self.language = language
        self.words = wanted_words(query, language)
        self._beginnings = tuple({beginning for word in self.words for beginning in word.beginnings})
        self._said: dict[tuple[int, str], bool] = {}
        self._held: dict[str, bool] = {}

    def quality(self, row: str) -> Quality:
        """Return how well an indexed row answers: titles count ten times, whole words before others."""
        head, _, text = row.partition(TITLE_ENDS)
        found = kin = 0
        score = 0.0
        for place in range(len(self.words)):
            in_head, _ = self._best(place, head)
            in_text, times = self._best(place, text)
            best = max(in_head, in_text)
            found += best > 0
            kin += best >= KIN
            score += 20 * in_head + 2 * in_text + times / 10
        return Quality(found, kin, score)

    def is_called(self, names: Iterable[str]) -> bool:
        """Return whether one of the names is just what was typed, endings apart."""
        for name in names:
            run = words(name)
            if len(run) == len(self.words) and all(self._answers(place, said) for place, said in enumerate(run)):
                return True
        return False

    def holds(self, token: str) -> bool:
        """Return whether a word, as a text writes it, answers any wanted one or is a part of a code like M2.2.1."""
        known = self._held.get(token)
        if known is None:
            known = self._held[token] = any(self._holds(word) for word in words(token))
        return known

    def _holds(self, word: str) -> bool:
        if any(" " in wanted.typed and word in wanted.typed.split() for wanted in self.words):
            return True
        return word.startswith(self._beginnings) and any(self._answers(place, word) for place in range(len(self.words)))

    def _best(self, place: int, text: str) -> tuple[int, int]:
        """Return the best way in which a wanted word stands in a text, and how often, up to MOST_TIMES."""
        wanted = self.words[place]
        exact = any(f" {form} " in text for form in (wanted.typed, *wanted.others))
        best, times = (EXACT if exact else 0), 0
        for beginning in wanted.beginnings:
            at = text.find(" " + beginning)
            while at >= 0 and times < MOST_TIMES:
                if " " in wanted.typed or self._answers(place, text[at + 1 : text.find(" ", at + 1)]):
                    times += 1
                    best = max(best, KIN)
                else:
                    best = max(best, LOOSE)
                at = text.find(" " + beginning, at + 1)
        return best, times

    def _answers(self, place: int, word: str) -> bool:
        known = self._said.get((place, word))
        if known is None:
            known = self._said[place, word] = answers(word, self.words[place], self.language)
        return known


def _run(text: str) -> str:
    joined: list[str] = []
    for found in _JOINED.findall(text):
        parts = _JOINT.split(found)
        joined.extend(words("".join(parts)) if _ZWNJ not in found else words(" ".join(parts[1:])))
    return " ".join([*words(text), *dict.fromkeys(joined)])


def _wanted(token: str, language: str) -> Wanted:
    others: set[str] = set()
    if _is_code(token):
        others = {token.translate(_CODE_LETTERS), token.translate(_CODE_SOUNDS)}
    if " " in token:
        return Wanted(token, frozenset(others), frozenset(), (token, *sorted(others)))
    found = set(stems(token, language))
    odd = _ODD[language]
    plurals = {plural for plural, singular in odd.items() if singular in found}
    found |= {stem for plural in plurals for stem in stems(plural, language)}
    wider = {*found, *others}
    if language == "ru":
        bare = {stem for stem in found if len(stem) > _SHORTEST and stem[-1] in "кцн" and stem[-2] not in _VOWELS}
        wider |= {stem[:-1] + vowel + stem[-1] for stem in bare for vowel in "ео"}
    elif language == "en" and "person" in found:
        wider.add("people")
    return Wanted(token, frozenset(others), frozenset(found), _fewest(wider))


def _is_code(token: str) -> bool:
    return bool(token) and any(char.isdigit() for char in token) and _CODE.fullmatch(token.split()[0]) is not None


def _fewest(beginnings: Iterable[str]) -> tuple[str, ...]:
    """Return the beginnings without those that begin with another of them."""
    kept: list[str] = []
    for beginning in sorted(beginnings, key=lambda word: (len(word), word)):
        if not any(beginning.startswith(shorter) for shorter in kept):
            kept.append(beginning)
    return tuple(kept)


def _shorter(word: str, language: str) -> Iterable[str]:
    endings = _ENDINGS[language]
    for length in range(1, min(_LONGEST_ENDING[language], len(word) - _SHORTEST) + 1):
        ending = word[-length:]
        if ending in endings and (ending not in _WEAK[language] or len(word) - length > _SHORTEST):
            yield word[:-length]


def _is_fleeting(stem: str) -> bool:
    """True for отметок and беженец, whose last vowel goes in отметка and беженца."""
    return stem[-2] in "ео" and stem[-1] in "кцн"


def _with_particles(tokens: Sequence[str]) -> list[str]:
    """Join the Dari می and نمی with the verb that follows."""
    joined: list[str] = []
    for token in tokens:
        if joined and joined[-1] in _DARI_PARTICLES:
            joined[-1] += token
        else:
            joined.append(token)
    return joined
