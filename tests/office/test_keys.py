"""Keys sort by the moment they were made, also within one millisecond."""

from __future__ import annotations

import time

from office.keys import uuid7


def test_version_variant_and_moment():
    before = time.time_ns() // 1_000_000
    key = uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
    assert before <= key.int >> 80 <= time.time_ns() // 1_000_000


def test_rows_of_one_page_keep_their_order():
    keys = []
    for _ in range(200):
        keys.append(uuid7())
        until = time.perf_counter_ns() + 2_000  # a row takes far longer than two microseconds to write
        while time.perf_counter_ns() < until:
            pass
    assert keys == sorted(keys) and len(set(keys)) == 200
