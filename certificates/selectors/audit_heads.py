"""Whether a signed head of the audit trail is to be believed."""

from typing import TYPE_CHECKING

from accounts.selectors.audit_check import WITHDRAWN
from certificates.enums import KeyPurpose, KeyState
from certificates.models import IssuerKey
from certificates.signing.cose import SealError, kid_in
from certificates.signing.heads import open_head
from certificates.signing.keys import public_key, short_kid

if TYPE_CHECKING:
    from accounts.models import AuditHead


def complaint_about_head(head: "AuditHead") -> str:
    """Return what is wrong with a signed head in a few English words; empty when it is good. One query.

    A key that was lost or stolen is believed for heads signed before.
    """
    signature = bytes(head.signature)
    try:
        kid = kid_in(signature)
        row = next(
            (one for one in IssuerKey.objects.filter(purpose=KeyPurpose.SEAL) if short_kid(one.kid) == kid), None
        )
        if row is None:
            return "the key is unknown"
        said = open_head(signature, {kid: public_key(row.jwk)})
    except SealError as error:
        return str(error)
    if row.state == KeyState.COMPROMISED and row.ends_at and said.signed_at >= row.ends_at:
        return WITHDRAWN
    if (said.number, said.digest) != (head.number, head.digest):
        return "the signature is over another head"
    return ""
