"""Writes models.json: what a tiny Llama, CLIP and LLaVA compute, in float64 on float32 weights.

Run it in its own folder with torch (1.13.1 was used) and nothing else. Every weight is a function of its place, so that
the tests can make the same models without a file.
"""

import json
import math

import torch

MASK = 0xFFFFFFFF
KINDS = {"mat": (0.8, 0.0), "bias": (0.4, 0.0), "norm": (0.4, 1.0), "emb": (1.6, 0.0)}
LLAMA = dict(
    vocab_size=40, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4,
    rms_norm_eps=1e-5, rope_theta=10000.0, max_position_embeddings=64,
)
GROUPED = dict(num_key_value_heads=2, rope_theta=5000.0, rope_scaling=2.0, tie_word_embeddings=True)
CLIP = dict(hidden_size=8, intermediate_size=16, num_hidden_layers=3, num_attention_heads=2, image_size=12, patch_size=4, layer_norm_eps=1e-5)


def noise(k, i):
    """A number in [-0.5, 0.5) for element i of tensor k, by an integer hash."""
    x = (i * 0x9E3779B1 + k * 0x85EBCA77 + 0x27D4EB2F) & MASK
    x ^= x >> 15
    x = (x * 0x2C1B3C6D) & MASK
    x ^= x >> 12
    x = (x * 0x297A2D39) & MASK
    x ^= x >> 15
    return (x >> 8) / 16777216.0 - 0.5


def fill(k, shape, amplitude, base=0.0):
    count = math.prod(shape)
    values = torch.tensor([base + amplitude * noise(k, i) for i in range(count)], dtype=torch.float64)
    return values.float().reshape(shape)


def parameters(spec, first=0):
    return {name: fill(first + k, shape, *KINDS[kind]).double() for k, (name, shape, kind) in enumerate(spec)}


def rounded(x, digits=7):
    if isinstance(x, torch.Tensor):
        x = x.tolist()
    if isinstance(x, list):
        return [rounded(value, digits) for value in x]
    return float(f"%.{digits}g" % x) if isinstance(x, float) else x


# Llama


def llama_spec(c):
    hidden, wide, vocabulary = c["hidden_size"], c["intermediate_size"], c["vocab_size"]
    shared = c["num_key_value_heads"] * hidden // c["num_attention_heads"]
    spec = [("model.embed_tokens.weight", [vocabulary, hidden], "emb")]
    for layer in range(c["num_hidden_layers"]):
        p = f"model.layers.{layer}."
        spec += [(p + f"self_attn.{n}_proj.weight", [rows, hidden], "mat") for n, rows in zip("qkvo", (hidden, shared, shared, hidden))]
        spec += [(p + "mlp.gate_proj.weight", [wide, hidden], "mat"), (p + "mlp.up_proj.weight", [wide, hidden], "mat")]
        spec += [(p + "mlp.down_proj.weight", [hidden, wide], "mat")]
        spec += [(p + "input_layernorm.weight", [hidden], "norm"), (p + "post_attention_layernorm.weight", [hidden], "norm")]
    spec += [("model.norm.weight", [hidden], "norm")]
    return spec if c.get("tie_word_embeddings") else spec + [("lm_head.weight", [vocabulary, hidden], "mat")]


def rms(x, weight, epsilon):
    return weight * (x * torch.rsqrt((x * x).mean(-1, keepdim=True) + epsilon))


def frequencies(dim, theta):
    return 1.0 / (theta ** (torch.arange(0, dim, 2, dtype=torch.float64) / dim))


def angles(positions, dim, theta, scaling=1.0):
    angle = (positions.double() / scaling)[..., None] * frequencies(dim, theta)
    twice = torch.cat([angle, angle], -1)
    return twice.cos(), twice.sin()


def rotate(x, cosine, sine):
    half = x.shape[-1] // 2
    return x * cosine + torch.cat([-x[..., half:], x[..., :half]], -1) * sine


def llama(weights, c, ids=None, embeddings=None, mask=None, positions=None):
    x = weights["model.embed_tokens.weight"][ids] if embeddings is None else embeddings
    batch, length, hidden = x.shape
    heads, shared = c["num_attention_heads"], c["num_key_value_heads"]
    dim = hidden // heads
    if positions is None:
        positions = torch.arange(length)[None].expand(batch, length)
    cosine, sine = (t[:, None] for t in angles(positions, dim, c["rope_theta"], c.get("rope_scaling", 1.0)))
    allowed = torch.ones(length, length).tril().bool()[None, None].expand(batch, 1, length, length)
    if mask is not None:
        allowed = allowed & mask.bool()[:, None, None, :]
    streams = [x]
    for layer in range(c["num_hidden_layers"]):
        w = lambda name: weights[f"model.layers.{layer}.{name}.weight"]
        a = rms(x, w("input_layernorm"), c["rms_norm_eps"])
        q, k, v = ((a @ w(f"self_attn.{n}_proj").T).view(batch, length, count, dim).transpose(1, 2) for n, count in zip("qkv", (heads, shared, shared)))
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)
        k, v = k.repeat_interleave(heads // shared, 1), v.repeat_interleave(heads // shared, 1)
        scores = (q @ k.transpose(2, 3) / math.sqrt(dim)).masked_fill(~allowed, torch.finfo(torch.float64).min)
        x = x + (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, length, hidden) @ w("self_attn.o_proj").T
        a = rms(x, w("post_attention_layernorm"), c["rms_norm_eps"])
        gate = a @ w("mlp.gate_proj").T
        x = x + (gate * torch.sigmoid(gate) * (a @ w("mlp.up_proj").T)) @ w("mlp.down_proj").T
        streams.append(x)
    normal = rms(x, weights["model.norm.weight"], c["rms_norm_eps"])
    return normal @ weights.get("lm_head.weight", weights["model.embed_tokens.weight"]).T, streams, normal


def loss(logits, labels):
    rows, targets = logits[:, :-1].reshape(-1, logits.shape[-1]), labels[:, 1:].reshape(-1)
    kept = targets != -100
    return torch.nn.functional.cross_entropy(rows[kept], targets[kept]).item()


# CLIP


def clip_spec(c):
    hidden, wide, patch = c["hidden_size"], c["intermediate_size"], c["patch_size"]
    spec = [
        ("embeddings.class_embedding", [hidden], "emb"),
        ("embeddings.patch_embedding.weight", [hidden, 3, patch, patch], "mat"),
        ("embeddings.position_embedding.weight", [(c["image_size"] // patch) ** 2 + 1, hidden], "emb"),
        ("pre_layrnorm.weight", [hidden], "norm"),
        ("pre_layrnorm.bias", [hidden], "bias"),
    ]
    pair = lambda name, shape, kind: [(name + ".weight", shape, kind), (name + ".bias", shape[:1], "bias")]
    for layer in range(c["num_hidden_layers"]):
        p = f"encoder.layers.{layer}."
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            spec += pair(p + "self_attn." + name, [hidden, hidden], "mat")
        spec += pair(p + "layer_norm1", [hidden], "norm")
        spec += pair(p + "mlp.fc1", [wide, hidden], "mat")
        spec += pair(p + "mlp.fc2", [hidden, wide], "mat")
        spec += pair(p + "layer_norm2", [hidden], "norm")
    return [("vision_model." + name, shape, kind) for name, shape, kind in spec + pair("post_layernorm", [hidden], "norm")]


def clip(weights, c, pixels):
    w = lambda name: weights["vision_model." + name]
    images, hidden, patch, heads = pixels.shape[0], c["hidden_size"], c["patch_size"], c["num_attention_heads"]
    grid, dim = c["image_size"] // patch, hidden // heads

    def norm(x, name):
        centred = x - x.mean(-1, keepdim=True)
        return centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + c["layer_norm_eps"]) * w(name + ".weight") + w(name + ".bias")

    def linear(x, name):
        return x @ w(name + ".weight").T + w(name + ".bias")

    cut = pixels.view(images, 3, grid, patch, grid, patch).permute(0, 2, 4, 1, 3, 5).reshape(images, grid * grid, -1)
    x = cut @ w("embeddings.patch_embedding.weight").reshape(hidden, -1).T
    x = torch.cat([w("embeddings.class_embedding").expand(images, 1, hidden), x], 1) + w("embeddings.position_embedding.weight")
    x = norm(x, "pre_layrnorm")
    streams = [x]
    for layer in range(c["num_hidden_layers"]):
        p = f"encoder.layers.{layer}."
        a = norm(x, p + "layer_norm1")
        q, k, v = (linear(a, f"{p}self_attn.{n}_proj").view(images, -1, heads, dim).transpose(1, 2) for n in "qkv")
        mixed = torch.softmax((q * dim**-0.5) @ k.transpose(2, 3), -1) @ v
        x = x + linear(mixed.transpose(1, 2).reshape(images, -1, hidden), p + "self_attn.out_proj")
        a = linear(norm(x, p + "layer_norm2"), p + "mlp.fc1")
        x = x + linear(a * torch.sigmoid(1.702 * a), p + "mlp.fc2")
        streams.append(x)
    return streams


# Sections


def layers_section():
    vector, positions = fill(50, [8], 2.0).double(), torch.tensor([0, 1, 5, 100, 2047])
    x, weight = fill(51, [2, 8], 6.0), fill(52, [8], 0.4, 1.0)
    xb, wb = x.bfloat16(), weight.bfloat16()
    yb = wb * (xb.float() * torch.rsqrt(xb.float().pow(2).mean(-1, keepdim=True) + 1e-5)).bfloat16()
    return {
        "positions": positions.tolist(),
        "rotated": rounded(rotate(vector, *angles(positions, 8, 10000.0))),
        "rotated_scaled_by_4": rounded(rotate(vector, *angles(positions, 8, 10000.0, 4.0))),
        "rms_norm": rounded(rms(x.double(), weight.double(), 1e-5)),
        "rms_norm_bfloat16": yb.float().tolist(),
    }


def llama_section(weights):
    ids, labels = torch.tensor([[1, 17, 5, 39, 8, 2]]), torch.tensor([[-100, -100, 5, 39, 8, 2]])
    logits, streams, normal = llama(weights, LLAMA, ids)
    answer = ids.tolist()[0]
    for _ in range(6):
        answer.append(int(llama(weights, LLAMA, torch.tensor([answer]))[0][0, -1].argmax()))
    right, left = torch.tensor([[1, 17, 5, 39, 8, 2], [1, 9, 30, 4, 0, 0]]), torch.tensor([[1, 17, 5, 39, 8, 2], [0, 0, 1, 9, 30, 4]])
    real = (left != 0).long()
    positions = (real.cumsum(-1) - 1).masked_fill(real == 0, 1)
    grouped = LLAMA | GROUPED
    grouped_logits = llama(parameters(llama_spec(grouped)), grouped, ids)[0]
    return {
        "ids": ids.tolist(), "labels": labels.tolist(), "loss": rounded(loss(logits, labels)),
        "final_norm": rounded(normal[0]), "logits": rounded(logits[0]), "greedy": answer[6:],
        "right_padded_ids": right.tolist(), "right_padded_row1": rounded(llama(weights, LLAMA, right, mask=right != 0)[0][1, :4]),
        "left_padded_ids": left.tolist(), "left_padded_positions": positions.tolist(),
        "left_padded_row1_last": rounded(llama(weights, LLAMA, left, mask=real, positions=positions)[0][1, -1]),
        "grouped_loss": rounded(loss(grouped_logits, labels)), "grouped_last": rounded(grouped_logits[0, -1]),
    }


def llava_section(weights):
    spec = [("0.weight", [16, 8], "mat"), ("0.bias", [16], "bias"), ("2.weight", [16, 16], "mat"), ("2.bias", [16], "bias")]
    projector = parameters(spec, 500)
    features = clip(parameters(clip_spec(CLIP)), CLIP, fill(777, [2, 3, 12, 12], 4.0).double())[-2][:, 1:]
    first = features @ projector["0.weight"].T + projector["0.bias"]
    active = 0.5 * first * (1 + torch.erf(first / math.sqrt(2)))
    images = active @ projector["2.weight"].T + projector["2.bias"]
    ids = torch.tensor([[1, 5] + [-200] * 9 + [7, 9, 2, 0], [1, 6, 8, 11] + [-200] * 9 + [3, 2]])
    labels = torch.tensor([[-100] * 11 + [7, 9, 2, -100], [-100] * 13 + [3, 2]])
    stream = weights["model.embed_tokens.weight"][ids.clamp(min=0)]
    stream[ids == -200] = images.reshape(-1, 16)
    logits = llama(weights, LLAMA, embeddings=stream, mask=ids != 0)[0]
    return {
        "ids": ids.tolist(), "labels": labels.tolist(), "selected_features": rounded(features[0]),
        "linear_patch0": rounded(first[0, 0]), "projected": rounded(images[0, :2]), "loss": rounded(loss(logits, labels)),
        "row0_last_real": rounded(logits[0, 13]), "row1_last": rounded(logits[1, 14]),
    }


def lora_section(weights):
    adapted, k = dict(weights), 900
    for name in [f"model.layers.{layer}.{module}.weight" for layer in (0, 1) for module in ("self_attn.q_proj", "mlp.down_proj")]:
        rows, columns = weights[name].shape
        adapted[name] = weights[name] + 1.5 * (fill(k + 1, [rows, 2], 0.8).double() @ fill(k, [2, columns], 0.8).double())
        k += 2
    return {
        "merged_layer0_q_row0": rounded(adapted["model.layers.0.self_attn.q_proj.weight"][0]),
        "logits_last": rounded(llama(adapted, LLAMA, torch.tensor([[1, 17, 5, 39, 8, 2]]))[0][0, -1]),
    }


def main():
    weights = parameters(llama_spec(LLAMA))
    spec = lambda entries: [[name, kind] for name, _, kind in entries]
    golden = {
        "noise": [[k, i, noise(k, i)] for k, i in ((0, 0), (0, 1), (1, 0), (7, 1000), (777, 5))],
        "kinds": KINDS,
        "llama_weights": spec(llama_spec(LLAMA)),
        "clip_weights": spec(clip_spec(CLIP)),
        "layers": layers_section(),
        "llama": llama_section(weights),
        "llava": llava_section(weights),
        "lora": lora_section(weights),
    }
    with open("models.json", "w") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
