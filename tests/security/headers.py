"""What every answer must say to browsers; `complaints` names what is missing."""

from typing import Any
from urllib.parse import urlsplit

from cms.policy import PERMISSIONS

NEVER_IN_A_POLICY = ("'unsafe-eval'", "http:", "https:", "*", "'unsafe-hashes'", "wasm")
STYLES_INSIDE = ("/media/",)  # a drawing opened by itself, in a sandbox


def policy_of(answer: Any) -> dict[str, list[str]]:
    """Return directive → sources of the answer's content security policy."""
    parts = [part.split() for part in answer.get("Content-Security-Policy", "").split(";")]
    return {part[0]: part[1:] for part in parts if part}


def is_pdf(answer: Any) -> bool:
    return answer.get("Content-Type", "").startswith("application/pdf")


def complaints(answer: Any, url: str) -> list[str]:
    """Return what an answer says wrongly, in words."""
    said = answer.headers
    framed = url.startswith("/cms/") or is_pdf(answer)
    wrong = [
        f"{name} is {said.get(name)!r}"
        for name, right in (
            ("X-Content-Type-Options", ("nosniff",)),
            ("Referrer-Policy", ("same-origin", "no-referrer")),
            ("Cross-Origin-Opener-Policy", ("same-origin",)),
            ("X-Frame-Options", ("SAMEORIGIN", "DENY") if framed else ("DENY",)),
        )
        if said.get(name) not in right
    ]
    return wrong + _of_policy(answer, url) + _of_the_rest(answer, url)


def _of_policy(answer: Any, url: str) -> list[str]:
    policy, wrong = policy_of(answer), []
    if is_pdf(answer) and not policy:  # with a policy, browsers would not show it; it runs no script of ours
        return []
    sources = [source for directive in policy.values() for source in directive]
    wrong += [f"policy allows {source}" for source in sources if source.startswith(NEVER_IN_A_POLICY)]
    inline = [name for name, allowed in policy.items() if "'unsafe-inline'" in allowed]
    if inline and not url.startswith(("/cms/", *STYLES_INSIDE)):
        wrong.append(f"inline in {inline}")
    if policy.get("default-src") != ["'none'"] or ("frame-ancestors" not in policy and "sandbox" not in policy):
        wrong.append(f"policy is {policy}")
    return wrong


def _of_the_rest(answer: Any, url: str) -> list[str]:
    said, wrong = answer.headers, []
    permissions = dict(one.strip().split("=", 1) for one in said.get("Permissions-Policy", "").split(",") if "=" in one)
    camera = "(self)" if url.partition("?")[0] == "/C/" and answer.status_code == 200 else "()"
    if permissions != {**PERMISSIONS, "camera": camera}:
        wrong.append(f"Permissions-Policy is {permissions}")
    open_to_all = said.get("Access-Control-Allow-Origin") == "*"
    if open_to_all and not url.startswith(("/.well-known/", "/status/")):
        wrong.append("open to scripts of other sites")
    if said.get("Cross-Origin-Resource-Policy") != ("cross-origin" if open_to_all else "same-origin"):
        wrong.append("Cross-Origin-Resource-Policy")
    if "Cache-Control" not in said or ("public" in said["Cache-Control"] and not open_to_all):
        wrong.append(f"Cache-Control is {said.get('Cache-Control')!r}")
    kind = said.get("Content-Type", "")
    if kind.startswith("text/") and "charset" not in kind:
        wrong.append(f"Content-Type is {kind!r}")
    place = urlsplit(said.get("Location", ""))
    if (place.netloc and place.netloc != "testserver") or place.scheme not in {"", "http"} or place.path[:2] == "//":
        wrong.append(f"leads to {said['Location']!r}")
    return wrong
