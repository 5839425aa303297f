"""Is a new password too easy for this person? Names are opened for the comparison alone and go nowhere."""

from accounts.domain.passwords import Weakness, weakness
from accounts.enums import Role
from accounts.models import User
from accounts.selectors.names import names_of


def is_staff(person: User) -> bool:
    """Return whether the person holds a role beside that of a trainee today: staff choose longer passwords."""
    return any(assignment.role != Role.TRAINEE for assignment in person.roles())


def password_weakness(person: User, new: str) -> Weakness | None:
    """Return why the password is too easy for the person, or None. One query for the names, one for the roles."""
    own = [person.service_number, *_runs(person.service_number), str(person.birth_year or "")]
    for name in names_of([person])[person.pk].values():
        own += [name.surname, name.given_name, name.father_name]
    return weakness(new, is_staff=is_staff(person), own=own)


def _runs(number: str) -> list[str]:
    """Return the runs of digits of a service number: many people know them by heart."""
    return "".join(sign if sign.isdecimal() else " " for sign in number).split()
