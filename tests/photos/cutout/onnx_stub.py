"""Write a tiny model of the U-2-Net shape by hand: 1x3x320x320 in, 1x1x320x320 out, one convolution.

Protocol buffers need no library for this: a field is its number and kind, then a varint or a counted string.
"""

from __future__ import annotations

import struct

SIDE = 320


def red_finder(weights: tuple[float, float, float] = (1.0, -0.5, -0.5), side: int = SIDE) -> bytes:
    """Give the bytes of an ONNX file that answers with a weighted sum of the channels."""
    tensor = (
        b"".join(_number(1, size) for size in (1, 3, 1, 1))
        + _number(2, 1)
        + _text(8, b"w")
        + _text(9, struct.pack("<3f", *weights))
    )
    node = _text(1, b"x") + _text(1, b"w") + _text(2, b"y") + _text(4, b"Conv")
    graph = (
        _text(1, node)
        + _text(2, b"red")
        + _text(5, tensor)
        + _text(11, _value(b"x", 3, side))
        + _text(12, _value(b"y", 1, side))
    )
    return _number(1, 8) + _text(7, graph) + _text(8, _text(1, b"") + _number(2, 13))


def _value(name: bytes, channels: int, side: int) -> bytes:
    shape = b"".join(_text(1, _number(1, size)) for size in (1, channels, side, side))
    return _text(1, name) + _text(2, _text(1, _number(1, 1) + _text(2, shape)))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value
