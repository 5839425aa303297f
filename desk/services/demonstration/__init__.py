"""The demonstration: invented people, and courses at three centres whose dates are relative to today.

Everything is made through the services that people use, in the order in which they would. Safe to repeat.
"""

from desk.services.demonstration.loading import load_demonstration

__all__ = ["load_demonstration"]
