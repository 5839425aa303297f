"""What may go wrong when sealed bytes are opened, for the apps above that seal through services.names."""

from accounts.domain.key_store import KeyDestroyedError
from accounts.domain.sealing import SealError

__all__ = ["KeyDestroyedError", "SealError"]
