"""Password hashing: Argon2id with the cost that thirty log-ins in one minute can bear (architecture.md section 6)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """OWASP's second profile: m=19 MiB, t=2, p=1."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
