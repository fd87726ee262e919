"""Reads a checkpoint without this project's code and recomputes the first block of its Llama and of its CLIP tower.

The folder holds config.json (Hugging Face's layout), model.safetensors, the same weights as pytorch_model.bin, and inputs.safetensors with
`ids` and `pixels`. The safetensors format is parsed by hand; torch's files are read by torch itself. One JSON line: what both files agree on,
the largest difference between them, and the two states. It needs nothing but torch.
"""

import json
import math
import os
import struct
import sys

import torch

TYPES = {"F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16, "I64": torch.int64}


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert header.pop("__metadata__")["format"] == "pt"
    tensors, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, stop = entry["data_offsets"]
        assert begin == end, f"{name} leaves a gap"
        end = stop
        raw = bytearray(data[8 + length + begin : 8 + length + stop])
        tensors[name] = torch.frombuffer(raw, dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    assert 8 + length + end == len(data), "bytes follow the last tensor"
    return tensors


def read_torch(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except TypeError:  # older versions have no such argument
        return torch.load(path, map_location="cpu")


def heads(x, count):
    return x.reshape(x.shape[0], x.shape[1], count, -1).transpose(1, 2)


def attend(q, k, v, mask):
    scores = q @ k.transpose(2, 3)
    return (torch.softmax(scores + mask, -1) @ v).transpose(1, 2).flatten(2)


def llama_block(w, c, ids):
    def norm(x, name):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + c["rms_norm_eps"]) * w[name + ".weight"]

    def rotate(x):
        half = x.shape[-1] // 2
        frequency = c["rope_theta"] ** (-torch.arange(half, dtype=torch.float64) / half)
        angle = torch.arange(x.shape[2], dtype=torch.float64)[:, None] * frequency
        cosine, sine = angle.cos().float(), angle.sin().float()
        first, second = x[..., :half], x[..., half:]
        return torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1)

    base = "language_model.model.layers.0."
    x = w["language_model.model.embed_tokens.weight"][ids]
    a = norm(x, base + "input_layernorm")
    q, k, v = (heads(a @ w[f"{base}self_attn.{part}_proj.weight"].T, c["num_attention_heads"]) for part in "qkv")
    mask = torch.full((ids.shape[1], ids.shape[1]), -math.inf).triu(1)
    x = x + attend(rotate(q) / math.sqrt(q.shape[-1]), rotate(k), v, mask) @ w[base + "self_attn.o_proj.weight"].T
    b = norm(x, base + "post_attention_layernorm")
    gate = b @ w[base + "mlp.gate_proj.weight"].T
    return x + (gate * torch.sigmoid(gate) * (b @ w[base + "mlp.up_proj.weight"].T)) @ w[base + "mlp.down_proj.weight"].T


def clip_block(w, c, pixels):
    root = "vision_tower.vision_model."

    def norm(x, name):
        centred = x - x.mean(-1, keepdim=True)
        return centred * torch.rsqrt(centred.pow(2).mean(-1, keepdim=True) + c["layer_norm_eps"]) * w[root + name + ".weight"] + w[root + name + ".bias"]

    def linear(x, name):
        return x @ w[root + name + ".weight"].T + w[root + name + ".bias"]

    size, count = c["patch_size"], c["image_size"] // c["patch_size"]
    patches = pixels.unfold(2, size, size).unfold(3, size, size).permute(0, 2, 3, 1, 4, 5).reshape(pixels.shape[0], count * count, -1)
    x = patches @ w[root + "embeddings.patch_embedding.weight"].flatten(1).T
    x = torch.cat([w[root + "embeddings.class_embedding"].expand(x.shape[0], 1, -1), x], 1) + w[root + "embeddings.position_embedding.weight"]
    x = norm(x, "pre_layrnorm")
    base = "encoder.layers.0."
    a = norm(x, base + "layer_norm1")
    q, k, v = (heads(linear(a, f"{base}self_attn.{part}_proj"), c["num_attention_heads"]) for part in "qkv")
    x = x + linear(attend(q / math.sqrt(q.shape[-1]), k, v, 0), base + "self_attn.out_proj")
    b = linear(norm(x, base + "layer_norm2"), base + "mlp.fc1")
    return x + linear(b * torch.sigmoid(1.702 * b), base + "mlp.fc2")


def main(folder):
    weights = read_safetensors(os.path.join(folder, "model.safetensors"))
    twin = read_torch(os.path.join(folder, "pytorch_model.bin"))
    inputs = read_safetensors(os.path.join(folder, "inputs.safetensors"))
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    assert weights.keys() == twin.keys(), weights.keys() ^ twin.keys()
    print(json.dumps({
        "tensors": len(weights),
        "difference": max((weights[name].double() - twin[name].double()).abs().max().item() for name in weights),
        "llama": llama_block(twin, config["text_config"], inputs["ids"]).flatten().tolist(),
        "clip": clip_block(weights, config["vision_config"], inputs["pixels"]).flatten().tolist(),
    }))


main(sys.argv[1])
