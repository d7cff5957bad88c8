"""Keys of tenant rows: UUID version 7 (RFC 9562 section 5.7), which sort by the moment they were made."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new key: 48 bits of milliseconds since 1970, 12 of the fraction of the millisecond (RFC 9562 6.2, method 3), 62 random.

    It can be made on any machine without asking another and cannot be guessed; people never see it. Rows that one page
    writes one after the other keep that order, which whole milliseconds would lose.
    The real clock is meant here, not ``office.clock``: a moved day must not disturb the order of rows.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= (rest * 4096 // 1_000_000) << 64
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return uuid.UUID(int=value)
