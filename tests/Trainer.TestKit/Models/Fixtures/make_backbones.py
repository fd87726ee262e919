"""Writes backbones.json: what tiny models of other families compute, in float64 on float32 weights.

Run it in its own folder with torch (1.13 was used) and nothing else; make_models.py lies beside it. Every weight is a function of its
place in its family's list, so that the tests can make the same models without a file.
"""

import json
import math

import torch

import make_models as tiny


def ids_around(before, picture, count, after):
    return torch.tensor([before + [picture] * count + after])


def listed(spec):
    return [[name, kind] for name, _, kind in spec]


def logits_of(language, config, ids, picture, images):
    """Logits of rows whose picture tokens are overwritten by image vectors."""
    stream = language["model.embed_tokens.weight"][ids.masked_fill(ids == picture, 0)]
    stream[ids == picture] = images.reshape(-1, images.shape[-1])
    return tiny.llama(language, config, embeddings=stream)[0]


# Shikra: CLIP's patches, one linear layer, and three rows of the vocabulary for a picture and its ends.


def shikra_section():
    config = tiny.LLAMA | {"vocab_size": 43}
    patch, opening, closing = 40, 41, 42
    language_spec, tower_spec = tiny.llama_spec(config), tiny.clip_spec(tiny.CLIP)
    projector_spec = [("model.mm_projector.weight", [16, 8], "mat"), ("model.mm_projector.bias", [16], "bias")]
    spec = language_spec + [("vision_tower." + name, shape, kind) for name, shape, kind in tower_spec] + projector_spec
    weights = tiny.parameters(spec, 2000)
    tower = {name[len("vision_tower."):]: value for name, value in weights.items() if name.startswith("vision_tower.")}
    features = tiny.clip(tower, tiny.CLIP, tiny.fill(777, [1, 3, 12, 12], 4.0).double())[-2][:, 1:]
    images = features @ weights["model.mm_projector.weight"].T + weights["model.mm_projector.bias"]
    ids = ids_around([1, 5, opening], patch, 9, [closing, 7, 9])
    return {
        "first": 2000, "weights": listed(spec), "ids": ids.tolist(), "images": tiny.rounded(images[0, :2]),
        "last": tiny.rounded(logits_of(weights, config, ids, patch, images)[0, -1]),
    }


# MiniGPT-4 and InstructBLIP: EVA's tower, a Q-Former, one linear layer. Names are those of transformers; heads are as published.

EVA = dict(hidden_size=32, intermediate_size=40, layers=2, heads=16, image_size=12, patch_size=4, layer_norm_eps=1e-6)
FORMER = dict(queries=3, hidden_size=24, intermediate_size=20, layers=3, heads=12, vocab_size=50, positions=16, layer_norm_eps=1e-12)


def pair(name, shape, kind):
    return [(name + ".weight", shape, kind), (name + ".bias", shape[:1], "bias")]


def eva_spec(c):
    wide, patch = c["hidden_size"], c["patch_size"]
    spec = [
        ("embeddings.class_embedding", [1, 1, wide], "emb"),
        ("embeddings.position_embedding", [1, (c["image_size"] // patch) ** 2 + 1, wide], "emb"),
    ] + pair("embeddings.patch_embedding", [wide, 3, patch, patch], "mat")
    for layer in range(c["layers"]):
        p = f"encoder.layers.{layer}."
        spec += pair(p + "layer_norm1", [wide], "norm") + pair(p + "self_attn.qkv", [3 * wide, wide], "mat") + pair(p + "self_attn.projection", [wide, wide], "mat")
        spec += pair(p + "layer_norm2", [wide], "norm") + pair(p + "mlp.fc1", [c["intermediate_size"], wide], "mat") + pair(p + "mlp.fc2", [wide, c["intermediate_size"]], "mat")
    return [("vision_model." + name, shape, kind) for name, shape, kind in spec + pair("post_layernorm", [wide], "norm")]


def former_spec(c, seen, words):
    wide, inner = c["hidden_size"], c["intermediate_size"]
    spec = pair("embeddings.layernorm", [wide], "norm")
    if words:
        spec += [("embeddings.word_embeddings.weight", [c["vocab_size"], wide], "emb"), ("embeddings.position_embeddings.weight", [c["positions"], wide], "emb")]

    def attention(path, keys):
        entries = [(name, wide if name == "query" else keys) for name in ("query", "key", "value")]
        rows = [row for name, width in entries for row in pair(f"{path}.attention.{name}", [wide, width], "mat")]
        return rows + pair(path + ".output.dense", [wide, wide], "mat") + pair(path + ".output.LayerNorm", [wide], "norm")

    def network(path, suffix):
        rows = pair(f"{path}.intermediate{suffix}.dense", [inner, wide], "mat") + pair(f"{path}.output{suffix}.dense", [wide, inner], "mat")
        return rows + pair(f"{path}.output{suffix}.LayerNorm", [wide], "norm")

    for layer in range(c["layers"]):
        p = f"encoder.layer.{layer}"
        spec += attention(p + ".attention", wide) + (attention(p + ".crossattention", seen) if layer % 2 == 0 else [])
        spec += network(p, "_query") + (network(p, "") if words else [])
    return [("query_tokens", [1, c["queries"], wide], "emb")] + [("qformer." + name, shape, kind) for name, shape, kind in spec]


def layer_norm(w, x, name, epsilon):
    centred = x - x.mean(-1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + epsilon) * w[name + ".weight"] + w[name + ".bias"]


def linear(w, x, name):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def gelu(x):
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def attend(q, k, v, heads, allowed=None):
    split = lambda t: t.view(t.shape[0], t.shape[1], heads, -1).transpose(1, 2)
    q, k, v = split(q), split(k), split(v)
    scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
    if allowed is not None:
        scores = scores.masked_fill(~allowed[:, None, None, :], float("-inf"))
    mixed = torch.softmax(scores, -1) @ v
    return mixed.transpose(1, 2).reshape(mixed.shape[0], mixed.shape[2], -1)


def eva(w, c, pixels):
    """The tower with the normalisation behind it. Queries and values have a bias; keys have none."""
    images, wide, patch = pixels.shape[0], c["hidden_size"], c["patch_size"]
    grid, p = c["image_size"] // patch, "vision_model."
    cut = pixels.view(images, 3, grid, patch, grid, patch).permute(0, 2, 4, 1, 3, 5).reshape(images, grid * grid, -1)
    x = cut @ w[p + "embeddings.patch_embedding.weight"].reshape(wide, -1).T + w[p + "embeddings.patch_embedding.bias"]
    x = torch.cat([w[p + "embeddings.class_embedding"].expand(images, 1, wide), x], 1) + w[p + "embeddings.position_embedding"]
    for layer in range(c["layers"]):
        p = f"vision_model.encoder.layers.{layer}."
        bias = w[p + "self_attn.qkv.bias"].clone()
        bias[wide:2 * wide] = 0
        a = layer_norm(w, x, p + "layer_norm1", c["layer_norm_eps"])
        q, k, v = (a @ w[p + "self_attn.qkv.weight"].T + bias).chunk(3, -1)
        x = x + linear(w, attend(q, k, v, c["heads"]), p + "self_attn.projection")
        a = layer_norm(w, x, p + "layer_norm2", c["layer_norm_eps"])
        x = x + linear(w, gelu(linear(w, a, p + "mlp.fc1")), p + "mlp.fc2")
    return layer_norm(w, x, "vision_model.post_layernorm", c["layer_norm_eps"])


def former(w, c, features, words=None, real=None):
    """What the queries read: words, if any, take part in self-attention only."""
    queries, epsilon = c["queries"], c["layer_norm_eps"]
    x = w["query_tokens"].expand(features.shape[0], -1, -1)
    if words is not None:
        embedded = w["qformer.embeddings.word_embeddings.weight"][words] + w["qformer.embeddings.position_embeddings.weight"][: words.shape[1]]
        x = torch.cat([x, embedded], 1)
    x = layer_norm(w, x, "qformer.embeddings.layernorm", epsilon)
    allowed = None if real is None else torch.cat([torch.ones(real.shape[0], queries).bool(), real], 1)

    def attention(path, own, seen, mask=None):
        mixed = attend(*(linear(w, t, f"{path}.attention.{n}") for t, n in ((own, "query"), (seen, "key"), (seen, "value"))), c["heads"], mask)
        return layer_norm(w, linear(w, mixed, path + ".output.dense") + own, path + ".output.LayerNorm", epsilon)

    def network(path, suffix, x):
        inner = gelu(linear(w, x, f"{path}.intermediate{suffix}.dense"))
        return layer_norm(w, linear(w, inner, f"{path}.output{suffix}.dense") + x, f"{path}.output{suffix}.LayerNorm", epsilon)

    for layer in range(c["layers"]):
        p = f"qformer.encoder.layer.{layer}"
        x = attention(p + ".attention", x, x, allowed)
        asking = x[:, :queries]
        if layer % 2 == 0:
            asking = attention(p + ".crossattention", asking, features)
        answered = network(p, "_query", asking)
        x = answered if words is None else torch.cat([answered, network(p, "", x[:, queries:])], 1)
    return x[:, :queries]


def minigpt4_section():
    config, picture = tiny.LLAMA, 40
    spec = tiny.llama_spec(config) + eva_spec(EVA) + former_spec(FORMER, EVA["hidden_size"], words=False)
    spec += pair("language_projection", [16, FORMER["hidden_size"]], "mat")
    weights = tiny.parameters(spec, 3000)
    features = eva(weights, EVA, tiny.fill(777, [2, 3, 12, 12], 4.0).double())
    read = former(weights, FORMER, features)
    images = linear(weights, read, "language_projection")
    ids = ids_around([1, 5], picture, FORMER["queries"], [7, 9])
    return {
        "first": 3000, "weights": listed(spec), "ids": ids.tolist(), "tower": tiny.rounded(features[0, :2]), "read": tiny.rounded(read[1]),
        "images": tiny.rounded(images[0]), "last": tiny.rounded(logits_of(weights, config, ids, picture, images[:1])[0, -1]),
    }


def minigpt4_llama2_section():
    """No Q-Former: the tower's patches without the class token, groups of neighbours side by side as one feature."""
    config, picture, together = tiny.LLAMA, 40, 4
    sizes = EVA | {"image_size": 16}
    patches = (sizes["image_size"] // sizes["patch_size"]) ** 2
    spec = tiny.llama_spec(config) + eva_spec(sizes) + pair("language_projection", [16, together * sizes["hidden_size"]], "mat")
    weights = tiny.parameters(spec, 5000)
    seen = eva(weights, sizes, tiny.fill(777, [2, 3, 16, 16], 4.0).double())[:, 1:]
    features = torch.stack([torch.cat([seen[:, together * group + place] for place in range(together)], -1) for group in range(patches // together)], 1)
    images = linear(weights, features, "language_projection")
    ids = ids_around([1, 5], picture, patches // together, [7, 9])
    return {
        "first": 5000, "weights": listed(spec), "ids": ids.tolist(), "features": tiny.rounded(features[1, 0]),
        "images": tiny.rounded(images[0]), "last": tiny.rounded(logits_of(weights, config, ids, picture, images[:1])[0, -1]),
    }


def instructblip_section():
    config, picture = tiny.LLAMA, 40
    spec = tiny.llama_spec(config) + eva_spec(EVA) + former_spec(FORMER, EVA["hidden_size"], words=True)
    spec += pair("language_projection", [16, FORMER["hidden_size"]], "mat")
    weights = tiny.parameters(spec, 4000)
    features = eva(weights, EVA, tiny.fill(777, [2, 3, 12, 12], 4.0).double())
    words, real = torch.tensor([[2, 30, 11, 7, 3], [2, 9, 3, 0, 0]]), torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]).bool()
    read = former(weights, FORMER, features, words, real)
    images = linear(weights, read, "language_projection")
    ids = torch.tensor([[picture] * FORMER["queries"] + [2, 17, 5, 7]])
    return {
        "first": 4000, "weights": listed(spec), "ids": ids.tolist(), "words": words.tolist(), "lengths": real.sum(1).tolist(),
        "features": tiny.rounded(features[0, 0]), "images": tiny.rounded(images),
        "last": tiny.rounded(logits_of(weights, config, ids, picture, images[:1])[0, -1]),
    }


def main():
    sections = {"shikra": shikra_section(), "minigpt4": minigpt4_section(), "minigpt4_llama2": minigpt4_llama2_section(), "instructblip": instructblip_section()}
    with open("backbones.json", "w") as file:
        json.dump(sections, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
