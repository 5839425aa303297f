"""What the page that checks without a network carries: words in four languages, public keys, lists of states."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from certificates.selectors.issuer_keys import key_set
from certificates.selectors.states import all_lists
from foundation.languages.titles import LANGUAGE_CODES

PARTS_OF_KEY = ("kty", "crv", "x", "y", "kid", "purpose", "state", "until")
CARRIED = ("seal", "credential")

SENTENCES = {
    "title": gettext_noop("Check without a network"),
    "photo": gettext_noop("Photograph the square pattern"),
    "address": gettext_noop("Address in the square pattern"),
    "ask": gettext_noop("Read the pattern with a phone, and paste here what it says."),
    "check": gettext_noop("Check"),
    "name": gettext_noop("Name on the paper"),
    "hint": gettext_noop("Surname and name, in any of the scripts on the paper. What you type is not kept."),
    "compare": gettext_noop("Compare the name"),
    "fits": gettext_noop("The name matches the record."),
    "fitsnot": gettext_noop("The name does not match the record."),
    "noname": gettext_noop("This seal holds nothing of the name: here it cannot be compared."),
    "l_code": gettext_noop("Code"),
    "l_serial": gettext_noop("Serial number"),
    "l_kind": gettext_noop("Kind"),
    "l_course": gettext_noop("Course"),
    "l_issued": gettext_noop("Issued in"),
    "l_until": gettext_noop("Validity"),
    "l_asof": gettext_noop("State"),
    "until": gettext_noop("until"),
    "always": gettext_noop("without limit of time"),
    "asof": gettext_noop("known as of"),
    "unsure": gettext_noop("not known on this device"),
    "list": gettext_noop("List of revoked certificates of"),
    "days": gettext_noop("Days old:"),
    "nolist": gettext_noop("This device has no list of revoked certificates."),
    "renew": gettext_noop("Fetch the newest list"),
    "renewed": gettext_noop("The list is the newest one."),
    "nonet": gettext_noop("No network: the list stays as it is."),
    "save": gettext_noop("Keep this page as a file"),
    "online": gettext_noop("Check with a network"),
}
# What is answered: a heading and what to do.
ANSWERS = {
    "valid": (
        gettext_noop("The seal is genuine"),
        gettext_noop("That is not enough: a code can be copied. Now compare: type the name on the paper."),
    ),
    "match": (
        gettext_noop("Valid, and the name matches"),
        gettext_noop("Now compare course, month and signatures with the paper."),
    ),
    "nomatch": (
        gettext_noop("The name does not match"),
        gettext_noop("Compare the spelling. If it is the same, do not accept the paper: ask the training centre."),
    ),
    "unknown": (
        gettext_noop("Genuine seal, state unknown"),
        gettext_noop("This device cannot tell whether the certificate was revoked. Check with a network."),
    ),
    "revoked": (gettext_noop("Revoked"), gettext_noop("This certificate was revoked. Do not accept it.")),
    "replaced": (
        gettext_noop("Replaced"),
        gettext_noop("This certificate was replaced by a duplicate with another number. Ask for the duplicate."),
    ),
    "expired": (
        gettext_noop("Expired"),
        gettext_noop("This certificate was genuine, but its validity has ended."),
    ),
    "early": (
        gettext_noop("Not yet valid"),
        gettext_noop("This paper is dated later than today. Compare the date of this device."),
    ),
    "forged": (
        gettext_noop("The square pattern is not genuine"),
        gettext_noop("Its seal was not made by us, or it was changed. Do not accept the paper."),
    ),
    "host": (
        gettext_noop("The pattern leads to another site"),
        gettext_noop("Do not open it and do not accept the paper: it is not ours."),
    ),
    "none": (gettext_noop("This is not the address of a seal"), gettext_noop("Read the square pattern once more.")),
    "code": (
        gettext_noop("This is a code, not a seal"),
        gettext_noop("A code can be checked with a network only."),
    ),
    "key": (
        gettext_noop("Cannot be confirmed here"),
        gettext_noop("This device does not know the key of the seal. Fetch the newest list, or check with a network."),
    ),
    "unread": (gettext_noop("No pattern was found"), gettext_noop("Hold it flat and in the light.")),
    "old": (gettext_noop("This browser is too old"), gettext_noop("Check with a network.")),
}
KINDS = (
    gettext_noop("Certificate"),
    gettext_noop("Certificate with honours"),
    gettext_noop("Duplicate"),
    gettext_noop("Certificate of attendance"),
)


def carried(*, at: datetime.datetime) -> dict[str, Any]:
    """Return the data of the page at the moment `at`: site, keys, lists and words. Four queries."""
    return {
        "site": settings.SITE_URL.rstrip("/"),
        "keys": _keys(),
        "lists": {f"{one.number}/{one.purpose}": one.token for one in all_lists(at=at)},
        "words": words_in_four_languages(),
    }


def words_in_four_languages() -> dict[str, dict[str, Any]]:
    """Return all that the page says, by language."""
    return {language: _words(language) for language in LANGUAGE_CODES}


def _keys() -> list[dict[str, str]]:
    rows: list[Mapping[str, str]] = key_set()["keys"]
    return [{name: row[name] for name in PARTS_OF_KEY if name in row} for row in rows if row["purpose"] in CARRIED]


def _words(language: str) -> dict[str, Any]:
    with override(language):
        return {
            **{name: gettext(text) for name, text in SENTENCES.items()},
            **{name: [gettext(part) for part in parts] for name, parts in ANSWERS.items()},
            "kinds": [gettext(kind) for kind in KINDS],
        }
