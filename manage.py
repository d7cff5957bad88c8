#!/usr/bin/env python
"""Management commands of the office."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # a query makes thousands of objects that go again by themselves: looked for after every 700, garbage took a seventh of the time
    gc.set_threshold(20_000, 20, 50)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "office.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # a setting is wrong: one sentence, no trace of our own lines
        sys.exit(str(error))
