"""Serial numbers as the paper register has them: BFT-KHO-BIC-2026-00042 (domain.md 4.6)."""

SERVICE = "BFT"


def course_code(programme_code: str) -> str:
    """Return the code of the course that a programme gives: its code without the length (BIC-3M → BIC)."""
    return programme_code.partition("-")[0]


ATTENDANCE = "A"  # stands before the running number of certificates of attendance


def serial(centre_code: str, course: str, year: int, number: int, *, attendance: bool = False) -> str:
    """Return the serial number of the `number`-th certificate of a centre, course and year.

    Certificates of attendance have series of their own: BFT-KHO-BIC-2026-A00007.
    """
    return f"{SERVICE}-{centre_code}-{course}-{year}-{ATTENDANCE if attendance else ''}{number:05d}"
