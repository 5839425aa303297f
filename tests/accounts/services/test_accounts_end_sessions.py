"""On the day of a breach everybody is logged out with one command, and that is remembered."""

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Act
from accounts.models import AuditEntry


def test_everybody_is_logged_out_at_once(cast, capsys) -> None:
    clients = [cast.client(name) for name in ("trainee", "head", "administrator")]
    assert [client.get("/en/home/").status_code for client in clients] == [200] * 3
    call_command("end_sessions", everybody=True, reason="A key was stolen")
    assert [client.get("/en/home/").status_code for client in clients] == [302] * 3
    entry = AuditEntry.objects.filter(act=Act.SESSIONS_ENDED).latest("at")
    assert (entry.actor, entry.reason) == (None, "A key was stolen")
    assert "sessions ended" in capsys.readouterr().out


@pytest.mark.parametrize("options", [{"everybody": True}, {"reason": "x"}, {"everybody": True, "reason": " "}])
def test_not_by_accident(options, db) -> None:
    with pytest.raises(CommandError, match="--reason"):
        call_command("end_sessions", **options)
