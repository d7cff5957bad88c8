"""Keys of tenant rows: UUID version 7 (RFC 9562 section 5.7), which sort by the moment they were made."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new key: 48 bits of milliseconds since 1970, then version, variant and 74 random bits.

    It can be made on any machine without asking another and cannot be guessed; people never see it.
    The real clock is meant here, not ``office.clock``: a moved day must not disturb the order of rows.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= (random >> 62 & 0x0FFF) << 64
    value |= 0b10 << 62
    value |= random & 0x3FFF_FFFF_FFFF_FFFF
    return uuid.UUID(int=value)
