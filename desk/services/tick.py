"""Everything that is due, once a minute. Safe to repeat: a lost signal loses nothing; the rows say what is due."""

import datetime

from django.utils import timezone

from accounts.services.appointments import project_due
from accounts.services.audit_chain import seal_acts
from accounts.services.devices import forget_sessions
from accounts.services.erasure import expire_requests, sweep_keys
from accounts.services.imports import expire_drafts
from accounts.services.name_index import finish_change
from accounts.services.retention import put_down
from accounts.services.tries import forget_tries
from assessments.services.attempts import close_overdue
from assessments.services.imports import expire_imports
from attendance.services.warnings import look_everywhere
from certificates.services.audit_heads import sign_due_head
from certificates.services.checks import forget_counts
from certificates.services.list_checks import expire_lists
from certificates.services.past_registers import expire_registers
from certificates.services.renewals import tell_expiries
from foundation.jobs import queue


def tick(*, at: datetime.datetime) -> dict[str, int]:
    """Do what is due at `at`; return how much of each was done."""
    return {
        "acts sealed": seal_acts(at=at),
        "heads of the record signed": sign_due_head(at=at),
        "retention of the day": put_down(at=at),
        "keys destroyed again": sweep_keys(),
        "jobs": queue.drain(),
        "words of names hashed anew": finish_change(),
        "erasures that nobody confirmed": expire_requests(at=at),
        "attempts handed in": close_overdue(at=at),
        "rights brought up to date": project_due(today=timezone.localdate(at)),
        "lists thrown away": expire_drafts(at=at),
        "files of questions thrown away": expire_imports(at=at),
        "registers thrown away": expire_registers(at=at),
        "compared lists thrown away": expire_lists(at=at),
        "counts forgotten": forget_counts(at=at),
        "tries forgotten": forget_tries(at=at),
        "sessions that ended": forget_sessions(at=at),
        "certificates that end": tell_expiries(at=at),
        "warnings of missed hours": look_everywhere(at=at),
    }
