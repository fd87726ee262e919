"""Reads a GGUF of a language model and one of its tower and projector without this project's code, and computes with them.

Arguments: the two files, the picture's numbers as a JSON list of [3, size, size], and the tokens as a JSON list. One JSON line: the scores of every
next token, the projected picture, and how many tensors the files hold. Everything that is computed with stands in the files. It needs nothing but torch.
"""

import json
import math
import struct
import sys

import torch

NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
TYPES = {0: (torch.float32, 4), 1: (torch.float16, 2), 30: (torch.bfloat16, 2)}


class File:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        self.at = 4
        version, tensors, entries = self.number("<I"), self.number("<Q"), self.number("<Q")
        assert (self.data[:4], version) == (b"GGUF", 3)
        self.meta = {self.text(): self.value(self.number("<I")) for _ in range(entries)}
        infos = [self.info() for _ in range(tensors)]
        start = -(-self.at // 32) * 32
        assert not any(self.data[self.at : start]), "the padding is not zero"
        self.tensors, end = {}, 0
        for name, shape, kind, offset in infos:
            assert offset == -(-end // 32) * 32, f"{name} is not where the one before it ends"
            dtype, size = TYPES[kind]
            end = offset + math.prod(shape) * size
            raw = bytearray(self.data[start + offset : start + end])
            self.tensors[name] = torch.frombuffer(raw, dtype=dtype).reshape(shape[::-1]).float()
        assert len(self.data) == start + -(-end // 32) * 32, "bytes follow the last tensor"

    def number(self, kind):
        (value,) = struct.unpack_from(kind, self.data, self.at)
        self.at += struct.calcsize(kind)
        return value

    def text(self):
        length = self.number("<Q")
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def value(self, kind):
        if kind == 9:
            kind, count = self.number("<I"), self.number("<Q")
            return [self.value(kind) for _ in range(count)]
        return self.text() if kind == 8 else self.number(NUMBERS[kind])

    def info(self):
        return self.text(), [self.number("<Q") for _ in range(self.number("<I"))], self.number("<I"), self.number("<Q")


def heads(x, count):
    return x.reshape(x.shape[0], count, -1).transpose(0, 1)


def attend(q, k, v, mask):
    return (torch.softmax(q @ k.transpose(1, 2) / math.sqrt(q.shape[-1]) + mask, -1) @ v).transpose(0, 1).flatten(1)


def scores(file, ids):
    w, m = file.tensors, {key.removeprefix("llama."): value for key, value in file.meta.items()}
    count, groups = m["attention.head_count"], m["attention.head_count"] // m["attention.head_count_kv"]

    def norm(x, name):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + m["attention.layer_norm_rms_epsilon"]) * w[name + ".weight"]

    def rotate(x):
        half = m["rope.dimension_count"] // 2
        frequency = m["rope.freq_base"] ** (-torch.arange(half, dtype=torch.float64) / half)
        angle = torch.arange(x.shape[1], dtype=torch.float64)[:, None] / m.get("rope.scaling.factor", 1) * frequency
        cosine, sine = angle.cos().float(), angle.sin().float()
        even, odd = x[..., 0::2], x[..., 1::2]
        return torch.stack([even * cosine - odd * sine, odd * cosine + even * sine], -1).flatten(2)

    x = w["token_embd.weight"][ids]
    mask = torch.full((len(ids), len(ids)), -math.inf).triu(1)
    for layer in range(m["block_count"]):
        at = f"blk.{layer}."
        a = norm(x, at + "attn_norm")
        q = rotate(heads(a @ w[at + "attn_q.weight"].T, count))
        k, v = (heads(a @ w[f"{at}attn_{part}.weight"].T, count // groups) for part in "kv")
        k, v = rotate(k).repeat_interleave(groups, 0), v.repeat_interleave(groups, 0)
        x = x + attend(q, k, v, mask) @ w[at + "attn_output.weight"].T
        b = norm(x, at + "ffn_norm")
        gate = b @ w[at + "ffn_gate.weight"].T
        x = x + (gate * torch.sigmoid(gate) * (b @ w[at + "ffn_up.weight"].T)) @ w[at + "ffn_down.weight"].T
    return norm(x, "output_norm") @ w.get("output.weight", w["token_embd.weight"]).T


def picture(file, pixels):
    w, m = file.tensors, {key.removeprefix("clip.vision."): value for key, value in file.meta.items()}
    assert (m["clip.projector_type"], m["clip.has_vision_encoder"], m["clip.use_gelu"]) == ("mlp", True, False)

    def norm(x, name):
        centred = x - x.mean(-1, keepdim=True)
        return centred * torch.rsqrt(centred.pow(2).mean(-1, keepdim=True) + m["attention.layer_norm_epsilon"]) * w[name + ".weight"] + w[name + ".bias"]

    def linear(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    size, count = m["patch_size"], m["image_size"] // m["patch_size"]
    patches = pixels.unfold(1, size, size).unfold(2, size, size).permute(1, 2, 0, 3, 4).reshape(count * count, -1)
    x = torch.cat([w["v.class_embd"][None], patches @ w["v.patch_embd.weight"].flatten(1).T]) + w["v.position_embd.weight"]
    x = norm(x, "v.pre_ln")
    assert m["feature_layer"] == [m["block_count"]]
    for layer in range(m["block_count"]):
        at = f"v.blk.{layer}."
        a = norm(x, at + "ln1")
        q, k, v = (heads(linear(a, f"{at}attn_{part}"), m["attention.head_count"]) for part in "qkv")
        x = x + linear(attend(q, k, v, 0), at + "attn_out")
        b = linear(norm(x, at + "ln2"), at + "ffn_up")
        x = x + linear(b * torch.sigmoid(1.702 * b), at + "ffn_down")
    return linear(torch.nn.functional.gelu(linear(x[1:], "mm.0")), "mm.2")


language, vision = File(sys.argv[1]), File(sys.argv[2])
print(json.dumps({
    "tensors": [len(language.tensors), len(vision.tensors)],
    "scores": scores(language, torch.tensor(json.loads(sys.argv[4]))).flatten().tolist(),
    "picture": picture(vision, torch.tensor(json.loads(sys.argv[3]))).flatten().tolist(),
}))
