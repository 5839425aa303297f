"""News that goes up. Receivers must be safe to repeat and must find the same in the tables."""

from django.dispatch import Signal

# Sent once the transaction has ended; keyword `protocol_id`, `cohort_id` (both UUID).
results_locked = Signal()
