"""Python imports this module first where its folder is on the path: the clock of the process is set as ``tests.at`` says."""

import os
import time

import time_machine

time_machine.travel(time.time() + float(os.environ["TESTS_CLOCK_OFFSET"]), tick=True).start()
