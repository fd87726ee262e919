"""Writes backbones.json: what tiny models of other families compute, in float64 on float32 weights.

Run it in its own folder with torch (1.13 was used) and nothing else; make_models.py lies beside it. Every weight is a function of its
place in its family's list, so that the tests can make the same models without a file.
"""

import json

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


def main():
    with open("backbones.json", "w") as file:
        json.dump({"shikra": shikra_section()}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
