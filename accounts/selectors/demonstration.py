"""Who sits in a seat of the demonstration."""

from django.conf import settings

from accounts.models import User


def invented_person(number: str) -> User | None:
    """Return the person of the demonstration with this service number, or None; never a real account."""
    person: User | None = User.objects.filter(service_number=number, demonstration=True, is_active=True).first()
    return person


def demonstration_code(person: User) -> str:
    """Return the code that counts as second factor for people of the demonstration, or an empty text elsewhere."""
    return settings.DEMONSTRATION_FACTOR if person.demonstration and settings.DEMONSTRATION else ""
