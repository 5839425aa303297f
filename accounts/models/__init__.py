"""The rows of `accounts`."""

from accounts.models.audit import AuditEntry
from accounts.models.audit_chain import AuditBatch, AuditHead, AuditLink
from accounts.models.factors import Authenticator, FactorGuard, Passkey, PrintedCode
from accounts.models.imports import ImportDraft
from accounts.models.names import NameWord, PersonName
from accounts.models.people import Rank, User
from accounts.models.photos import PersonPhoto
from accounts.models.pins import Pin
from accounts.models.places import Centre, Holiday, Room
from accounts.models.privacy import DataCopy, ErasureRequest, RetentionPeriod
from accounts.models.roles import Authorisation, Commission, CommissionMember, Order, RoleAssignment
from accounts.models.sessions import Session, TryCount

__all__ = [
    "AuditBatch",
    "AuditEntry",
    "AuditHead",
    "AuditLink",
    "Authenticator",
    "Authorisation",
    "Centre",
    "Commission",
    "CommissionMember",
    "DataCopy",
    "ErasureRequest",
    "FactorGuard",
    "Holiday",
    "ImportDraft",
    "NameWord",
    "Order",
    "Passkey",
    "PersonName",
    "PersonPhoto",
    "Pin",
    "PrintedCode",
    "Rank",
    "RetentionPeriod",
    "RoleAssignment",
    "Room",
    "Session",
    "TryCount",
    "User",
]
