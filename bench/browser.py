"""A very small browser: cookies, forms, gzip, and a count of bytes and statements."""

import gzip
import http.client
import json
import re
import uuid
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class WrongAnswer(Exception):
    """The server answered something that the play does not expect."""


class Answer:
    """What came back: status, headers, body as sent (compressed) and as text."""

    def __init__(self, status: int, headers: list[tuple[str, str]], raw: bytes) -> None:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.raw = raw
        self.head_bytes = 17 + sum(len(name) + len(value) + 4 for name, value in headers)

    @property
    def text(self) -> str:
        zipped = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.raw) if zipped else self.raw).decode("utf-8", "replace")

    @property
    def wire_bytes(self) -> int:
        """Bytes of the answer with its headers."""
        return self.head_bytes + len(self.raw)

    @property
    def queries(self) -> int:
        """Statements sent to the database (only the counting server tells)."""
        return int(self.headers["x-queries"])


class SmallBrowser:
    """One person's connection, kept alive."""

    def __init__(self, port: int, session: str = "", address: str = "127.0.0.1") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
        self.cookies = {"sessionid": session} if session else {}
        self.token = ""
        self.queries = 0

    def get(self, path: str, expect: int = 200) -> Answer:
        """Get a page; remember the token of its forms."""
        return self._ask("GET", path, None, {}, expect)

    def post(self, path: str, fields: dict[str, Any] | None = None, expect: int = 302) -> Answer:
        """Send a form with the token of the last page that had one."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **(fields or {})}, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, expect)

    def post_json(self, path: str, value: Any) -> Answer:
        """Send what a page's script sends."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self._ask("POST", path, json.dumps(value).encode(), headers, 200)

    def post_packed(self, path: str, value: Any) -> tuple[int, Answer]:
        """Send what the outbox of a device sends, packed; return how many bytes the body took as well."""
        body = gzip.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(), 6)
        origin = f"http://127.0.0.1:{self.connection.port}"
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Origin": origin}
        return len(body), self._ask("POST", path, body, headers, 200)

    def post_file(self, path: str, fields: dict[str, str], name: str, data: bytes) -> Answer:
        """Upload a file in the field `file`."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrfmiddlewaretoken": self.token, **fields}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, data, f"\r\n--{edge}--\r\n".encode()])
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}, 302)

    def follow(self, answer: Answer) -> Answer:
        """Get the page that a redirect leads to."""
        address = urlsplit(answer.headers["location"])
        return self.get(address.path + (f"?{address.query}" if address.query else ""))

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], expect: int) -> Answer:
        headers = {
            **headers,
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        answer = self._exchange(method, path, body, headers)
        if answer.status != expect:
            said = f"{method} {path}: {answer.status} instead of {expect}, to {answer.headers.get('location', '')}"
            raise WrongAnswer(said)
        if "x-queries" in answer.headers:
            self.queries += answer.queries
        if b"<html" in answer.raw[:200] or answer.headers.get("content-encoding") == "gzip":
            found = TOKEN.search(answer.text)
            self.token = found.group(1) if found else self.token
        return answer

    def _exchange(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # the server closes a connection that was silent for two seconds
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        raw = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(response.status, response.getheaders(), raw)
