"""From where the present request comes, so that every act remembered while it is answered has the address."""

import contextvars
import ipaddress

_address: contextvars.ContextVar[str | None] = contextvars.ContextVar("address of the request", default=None)


def begin(address: str) -> contextvars.Token[str | None]:
    """Say from which address the request comes; what is no address counts as none. Give the answer back to `end`."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return _address.set(None)
    return _address.set(address)


def end(token: contextvars.Token[str | None]) -> None:
    """The request is answered."""
    _address.reset(token)


def address() -> str | None:
    """Return the address of the request that is being answered; None in commands and jobs."""
    return _address.get()
