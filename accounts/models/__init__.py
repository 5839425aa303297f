"""The rows of `accounts`."""

from accounts.models.audit import AuditEntry
from accounts.models.imports import ImportDraft
from accounts.models.names import NameWord, PersonName
from accounts.models.people import Rank, User
from accounts.models.photos import PersonPhoto
from accounts.models.pins import Pin
from accounts.models.places import Centre, Holiday, Room
from accounts.models.roles import Authorisation, Commission, CommissionMember, Order, RoleAssignment

__all__ = [
    "AuditEntry",
    "Authorisation",
    "Centre",
    "Commission",
    "CommissionMember",
    "Holiday",
    "ImportDraft",
    "NameWord",
    "Order",
    "PersonName",
    "PersonPhoto",
    "Pin",
    "Rank",
    "RoleAssignment",
    "Room",
    "User",
]
