"""Writes safetensors.json: files of the safetensors format as hexadecimal text, some good, most broken in one way each.

Run it in its own folder; the standard library is enough. Every number is a function of its place.
"""

import json
import struct

MASK = 0xFFFFFFFF
ZEROS = bytes(8)
PAIR = {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}


def noise(k, i):
    """A number in [-0.5, 0.5) for element i of tensor k, by an integer hash."""
    x = (i * 0x9E3779B1 + k * 0x85EBCA77 + 0x27D4EB2F) & MASK
    x ^= x >> 15
    x = (x * 0x2C1B3C6D) & MASK
    x ^= x >> 12
    x = (x * 0x297A2D39) & MASK
    x ^= x >> 15
    return (x >> 8) / 16777216.0 - 0.5


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def fill(k, count):
    return [single(2 * noise(k, i)) for i in range(count)]


def bfloat16(value):
    """Upper half of the single-precision bits, rounded to even."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return struct.pack("<H", (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)


def file_of(header, data, pad=True):
    text = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    if pad:
        text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def two(first, second):
    return {name: entry("U8", [end - begin], begin, end) for name, (begin, end) in (("a", first), ("b", second))}


def tiny():
    """Eight tensors in the writer's order: by alignment, then by name."""
    w, h, b = fill(60, 6), fill(61, 3), fill(62, 2)
    tensors = [
        ("n", "I64", [2], struct.pack("<2q", -1, 2**40)),
        ("e", "F32", [0, 4], b""),
        ("s", "F32", [], struct.pack("<f", 2.5)),
        ("w", "F32", [2, 3], struct.pack("<6f", *w)),
        ("b", "BF16", [2], b"".join(map(bfloat16, b))),
        ("h", "F16", [3], struct.pack("<3e", *h)),
        ("é.u8", "U8", [1, 2], bytes([1, 255])),
        ("flag", "BOOL", [3], bytes([1, 0, 1])),
    ]
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, dtype, shape, raw in tensors:
        header[name] = entry(dtype, shape, len(data), len(data) + len(raw))
        data += raw
    values = {"n": [-1, 2**40], "e": [], "s": [2.5], "w": w, "é.u8": [1, 255], "flag": [1, 0, 1]}
    values["h"] = list(struct.unpack("<3e", struct.pack("<3e", *h)))
    values["b"] = [struct.unpack("<f", b"\0\0" + bfloat16(value))[0] for value in b]
    return file_of(header, data), {name: [dtype, shape, values[name]] for name, dtype, shape, _ in tensors}


GOOD = {
    "no_metadata_unpadded_header": file_of(PAIR, ZEROS, pad=False),
    "empty_file_no_tensors": file_of({}, b""),
    "names_in_file_order_not_offset_order": file_of({"b": entry("U8", [4], 4, 8), "a": entry("U8", [4], 0, 4)}, ZEROS),
}

BAD = {
    "file_shorter_than_8": bytes(5),
    "header_len_beyond_file": struct.pack("<Q", 4096) + b"{}",
    "header_len_over_100MB": struct.pack("<Q", 100_000_001) + b"{}",
    "header_len_2^63": struct.pack("<Q", 1 << 63) + b"{}",
    "not_json": file_of(b'{"a":', b""),
    "not_utf8": file_of(b'{"\xff":1}', b""),
    "starts_with_space": file_of(b" {}", b""),
    "unknown_dtype": file_of({"a": entry("F31", [2], 0, 8)}, ZEROS),
    "size_mismatch": file_of({"a": entry("F32", [3], 0, 8)}, ZEROS),
    "offsets_reversed": file_of({"a": entry("F32", [2], 8, 0)}, ZEROS),
    "offset_beyond_buffer": file_of({"a": entry("F32", [4], 0, 16)}, ZEROS),
    "hole": file_of(two((0, 2), (4, 8)), ZEROS),
    "overlap": file_of(two((0, 5), (3, 8)), ZEROS),
    "does_not_start_at_0": file_of({"a": entry("U8", [4], 4, 8)}, ZEROS),
    "trailing_bytes": file_of(PAIR, ZEROS + b"\0"),
    "truncated_data": file_of(PAIR, ZEROS[:7]),
    "shape_overflow": file_of({"a": entry("F32", [2**32, 2**32, 4], 0, 0)}, b""),
    "negative_dim": file_of({"a": entry("F32", [-2, -1], 0, 8)}, ZEROS),
    "float_dim": file_of(b'{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}', ZEROS),
    "duplicate_name": file_of(
        b'{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}', ZEROS),
    "metadata_not_string": file_of({"__metadata__": {"n": 1}, **PAIR}, ZEROS),
    "missing_field": file_of({"a": {"dtype": "F32", "shape": [2]}}, ZEROS),
}


def main():
    file, values = tiny()
    content = {
        "tiny": file.hex(),
        "values": values,
        "good": {name: raw.hex() for name, raw in GOOD.items()},
        "bad": {name: raw.hex() for name, raw in BAD.items()},
    }
    with open("safetensors.json", "w", encoding="utf-8") as target:
        json.dump(content, target, indent=1, ensure_ascii=False)
        target.write("\n")


main()
