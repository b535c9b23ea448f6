"""The compound file that an old Excel workbook (.xls) is kept in: one stream of it, by name.

After Microsoft's [MS-CFB]: sectors chained by an allocation table; streams under 4,096 bytes live in smaller sectors
inside the root's stream.
"""

from collections.abc import Sequence
from struct import unpack_from

HEADER, ENTRY = 512, 128
LAST_REGULAR = 0xFFFFFFF9
STREAM, ROOT = 2, 5


def stream(data: bytes, name: str) -> bytes:
    """The bytes of a stream. Raises KeyError where there is none, ValueError and struct.error for a damaged file."""
    size = 1 << unpack_from("<H", data, 30)[0]
    table = _allocation_table(data, size)
    directory = b"".join(_sectors(data, table, unpack_from("<I", data, 48)[0], size, HEADER))
    root = b""
    for at in range(0, len(directory), ENTRY):
        length, kind = unpack_from("<HB", directory, at + 64)
        start, size_of_it = unpack_from("<IQ", directory, at + 116)
        if kind == ROOT:
            root = b"".join(_sectors(data, table, start, size, HEADER))
        if kind == STREAM and directory[at : at + max(length - 2, 0)].decode("utf-16-le") == name:
            if size_of_it >= unpack_from("<I", data, 56)[0]:
                return b"".join(_sectors(data, table, start, size, HEADER))[:size_of_it]
            small = b"".join(_sectors(data, table, unpack_from("<I", data, 60)[0], size, HEADER))
            short = unpack_from(f"<{len(small) // 4}I", small)
            return b"".join(_sectors(root, short, start, 1 << unpack_from("<H", data, 32)[0], 0))[:size_of_it]
    raise KeyError(name)


def _allocation_table(data: bytes, size: int) -> Sequence[int]:
    """The next sector of each sector. The sectors of the table itself are listed in the header, then in a chain."""
    listed = list(unpack_from("<109I", data, 76))
    further, left = unpack_from("<II", data, 68)
    for _ in range(left):
        if further > LAST_REGULAR:
            break
        *more, further = unpack_from(f"<{size // 4}I", data, HEADER + further * size)
        listed += more
    parts = (data[HEADER + sector * size :][:size] for sector in listed if sector <= LAST_REGULAR)
    joined = b"".join(parts)
    return unpack_from(f"<{len(joined) // 4}I", joined)


def _sectors(data: bytes, table: Sequence[int], first: int, size: int, skip: int) -> list[bytes]:
    """A chain of sectors in order. A chain that comes back to itself is refused."""
    found: list[bytes] = []
    sector = first
    while sector <= LAST_REGULAR:
        if sector >= len(table) or len(found) > len(table):
            raise ValueError("a chain of sectors leads nowhere")
        found.append(data[skip + sector * size :][:size])
        sector = table[sector]
    return found
