"""Sign the head of the audit trail once a day: what was remembered until then cannot be rewritten unseen."""

import datetime
import logging

from accounts.selectors.audit_chain import head_to_sign
from accounts.services.audit_chain import keep_head
from certificates.enums import KeyPurpose
from certificates.services.issuer_keys import signing_keys
from certificates.signing.heads import Head, sign_head
from certificates.signing.keys import KeysError

logger = logging.getLogger("omuzgoh.audit")


def sign_due_head(*, at: datetime.datetime) -> int:
    """Sign the newest batch when none was signed today; return how many were signed, 0 or 1.

    Keys that cannot be used are said in the log and on the screen of the record, and stop nothing else.
    """
    batch = head_to_sign(at=at)
    if batch is None:
        return 0
    try:
        key = signing_keys(at=at)[KeyPurpose.SEAL]
    except KeysError as error:
        logger.warning("The head of the audit trail is not signed: %s", error)
        return 0
    keep_head(batch=batch, signature=sign_head(Head(batch.number, batch.digest, at), key), at=at)
    return 1
