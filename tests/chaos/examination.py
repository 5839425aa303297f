"""Many people in one examination, over plain HTTP; the rows are made inside the server's environment."""

import contextlib
import http.client
import json
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.access import BACKEND
from accounts.models import User
from assessments.services.starting import start
from courses.models import Cohort, Enrolment

TOKEN = "q" * 32
QUESTIONS = 20


def prepare(people: int) -> None:
    """Enrol so many people beside the demonstration's, begin an attempt for each; print attempts and sessions."""
    at = timezone.now()
    first = User.objects.get(service_number="DEMO-T1")
    registrar = User.objects.get(service_number="DEMO-R1")
    cohort = Cohort.objects.filter(enrolments__person=first, state="running").earliest("starts_on")
    made = []
    for number in range(people):
        person = User.objects.create(service_number=f"CHAOS-{number:03}", sex=first.sex, language="tg")
        Enrolment.objects.create(cohort=cohort, person=person, enrolled_by=registrar, enrolled_at=at)
        attempt = start(code="M2.2", language="tg", by=person, at=at)
        client = Client()
        client.force_login(person, backend=BACKEND)
        made.append({"attempt": str(attempt.pk), "session": client.cookies["sessionid"].value})
    sys.stdout.write(json.dumps(made))


@dataclass
class Hall:
    """Who sits there, and every answer that the server called saved."""

    port: int
    seats: list[dict[str, str]]
    saved: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def sit(self, seat: dict[str, str]) -> None:
        """Answer every question once, asking again with the same id until there is a reply."""
        for position in range(1, QUESTIONS + 1):
            given = {
                "id": str(uuid.uuid4()), "position": position, "sequence": position, "language": "tg", "answer": None,
            }  # fmt: skip
            while not self.over.is_set():
                state = self._send(seat, given)
                if state == "saved":
                    self.saved.add(given["id"].replace("-", ""))
                    break
                if state:
                    self.refused.append(state)
                    return
                time.sleep(0.2)

    def _send(self, seat: dict[str, str], given: dict[str, Any]) -> str:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"sessionid={seat['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        try:
            link.request("POST", f"/tg/assessments/attempts/{seat['attempt']}/answer/", json.dumps(given), headers)
            reply = link.getresponse()
            body = reply.read()
            if reply.status != 200:
                return f"{reply.status} {body[:200]!r}"
            return str(json.loads(body)["state"])
        except (OSError, http.client.HTTPException, ValueError):
            return ""  # no reply: nobody knows whether it was stored
        finally:
            link.close()

    def run(self, hands: int) -> None:
        """Let `hands` threads share the seats until everybody has answered."""
        left = list(self.seats)
        lock = threading.Lock()

        def work() -> None:
            while True:
                with lock:
                    if not left:
                        return
                    seat = left.pop()
                self.sit(seat)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(hands)]
        for thread in threads:
            thread.start()
        for thread in threads:
            with contextlib.suppress(RuntimeError):
                thread.join(600)
