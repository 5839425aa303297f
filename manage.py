#!/usr/bin/env python3
"""Django's command line."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if "migrate" in sys.argv:
        # Hundreds of migrations make all models again and again; looking through them all each time is a third of it.
        gc.set_threshold(200_000, 20, 20)
    execute_from_command_line(sys.argv)
