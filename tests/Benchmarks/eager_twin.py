"""The peer of `./trainer bench sft|decode|dpo`: the same LLaVA in plain PyTorch, written the way eager transformers code runs.

Reads a checkpoint in the Hugging Face LLaVA layout and a batch (safetensors), does the same work as the C# side, and prints
one JSON line with its times and results. It needs nothing but torch.
"""

import argparse
import json
import math
import mmap
import os
import struct
import sys
import time

import torch
import torch.nn.functional as F

DTYPES = {"F32": torch.float32, "I64": torch.int64, "BF16": torch.bfloat16, "F16": torch.float16}


def read_safetensors(path):
    with open(path, "rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    (length,) = struct.unpack("<Q", memory[:8])
    header = json.loads(memory[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        count = (end - begin) // torch.empty(0, dtype=DTYPES[entry["dtype"]]).element_size()
        data = torch.frombuffer(memory, dtype=DTYPES[entry["dtype"]], count=count, offset=8 + length + begin)
        tensors[name] = data.clone().reshape(entry["shape"])
    return tensors


def rms_norm(x, weight, epsilon):
    wide = x.to(torch.float32)
    wide = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + epsilon)
    return weight * wide.to(x.dtype)


def rotate_half(x):
    first, second = x.chunk(2, dim=-1)
    return torch.cat((-second, first), dim=-1)


class Twin:
    def __init__(self, folder):
        with open(os.path.join(folder, "config.json")) as file:
            config = json.load(file)
        self.text, self.vision = config["text_config"], config["vision_config"]
        self.image_token = config["image_token_index"]
        self.select = config["vision_feature_layer"]
        self.weights = read_safetensors(os.path.join(folder, "model.safetensors"))
        self.heads = self.text["num_attention_heads"]
        self.kv_heads = self.text.get("num_key_value_heads", self.heads)
        self.head_dim = self.text["hidden_size"] // self.heads
        theta = self.text.get("rope_theta", 10000.0)
        self.inverse = theta ** (-torch.arange(0, self.head_dim, 2, dtype=torch.float32) / self.head_dim)
        self.epsilon = self.text.get("rms_norm_eps", 1e-6)
        tied = "language_model.lm_head.weight" not in self.weights
        self.head = "language_model.model.embed_tokens.weight" if tied else "language_model.lm_head.weight"
        self.adapter, self.adapter_scale = {}, 0.0

    def w(self, name):
        return self.weights[name]

    def trainable(self):
        return [name for name in self.weights if not name.startswith("vision_tower.")]

    def tower(self, pixels):
        prefix, c = "vision_tower.vision_model.", self.vision
        patches = F.conv2d(pixels, self.w(prefix + "embeddings.patch_embedding.weight"), stride=c["patch_size"])
        patches = patches.flatten(2).transpose(1, 2)
        cls = self.w(prefix + "embeddings.class_embedding").expand(pixels.shape[0], 1, -1)
        x = torch.cat([cls, patches], dim=1) + self.w(prefix + "embeddings.position_embedding.weight")
        x = self.layer_norm(x, prefix + "pre_layrnorm")
        layers = c["num_hidden_layers"] + 1 + self.select if self.select < 0 else self.select
        heads = c["num_attention_heads"]
        for i in range(layers):
            p = f"{prefix}encoder.layers.{i}."
            h = self.layer_norm(x, p + "layer_norm1")
            b, t, width = h.shape
            q, k, v = (self.linear(h, f"{p}self_attn.{n}_proj").view(b, t, heads, -1).transpose(1, 2) for n in "qkv")
            scores = torch.matmul(q * (width // heads) ** -0.5, k.transpose(2, 3))
            h = torch.matmul(F.softmax(scores, dim=-1), v).transpose(1, 2).reshape(b, t, width)
            x = x + self.linear(h, p + "self_attn.out_proj")
            h = self.linear(self.layer_norm(x, p + "layer_norm2"), p + "mlp.fc1")
            h = h * torch.sigmoid(1.702 * h) if c.get("hidden_act", "quick_gelu") == "quick_gelu" else F.gelu(h)
            x = x + self.linear(h, p + "mlp.fc2")
        return x[:, 1:]

    def layer_norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.w(name + ".weight"), self.w(name + ".bias"), self.vision.get("layer_norm_eps", 1e-5))

    def linear(self, x, name):
        out = F.linear(x, self.w(name + ".weight"), self.weights.get(name + ".bias"))
        if self.adapter_scale and name in self.adapter:
            down, up = self.adapter[name]
            out = out + F.linear(F.linear(x, down), up) * self.adapter_scale
        return out

    def embed(self, ids, pixels):
        with torch.no_grad():
            features = self.tower(pixels)
        features = F.gelu(self.linear(features, "multi_modal_projector.linear_1"))
        features = self.linear(features, "multi_modal_projector.linear_2")
        x = F.embedding(ids, self.w("language_model.model.embed_tokens.weight"))
        where = (ids == self.image_token).unsqueeze(-1).expand_as(x)
        return x.masked_scatter(where, features.to(x.dtype))

    def decoder(self, x, positions, mask, cache):
        angles = positions.unsqueeze(-1).float() * self.inverse
        table = torch.cat([angles, angles], dim=-1)
        cos, sin = table.cos().unsqueeze(1), table.sin().unsqueeze(1)
        for i in range(self.text["num_hidden_layers"]):
            p = f"language_model.model.layers.{i}."
            h = rms_norm(x, self.w(p + "input_layernorm.weight"), self.epsilon)
            x = x + self.attention(h, p + "self_attn.", cos, sin, mask, cache, i)
            h = rms_norm(x, self.w(p + "post_attention_layernorm.weight"), self.epsilon)
            h = F.silu(self.linear(h, p + "mlp.gate_proj")) * self.linear(h, p + "mlp.up_proj")
            x = x + self.linear(h, p + "mlp.down_proj")
        return rms_norm(x, self.w("language_model.model.norm.weight"), self.epsilon)

    def attention(self, h, p, cos, sin, mask, cache, layer):
        b, t, _ = h.shape
        q = self.linear(h, p + "q_proj").view(b, t, self.heads, self.head_dim).transpose(1, 2)
        k = self.linear(h, p + "k_proj").view(b, t, self.kv_heads, self.head_dim).transpose(1, 2)
        v = self.linear(h, p + "v_proj").view(b, t, self.kv_heads, self.head_dim).transpose(1, 2)
        q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
        if cache is not None:
            if layer in cache:
                k, v = torch.cat([cache[layer][0], k], dim=2), torch.cat([cache[layer][1], v], dim=2)
            cache[layer] = (k, v)
        if self.kv_heads != self.heads:
            k = k.repeat_interleave(self.heads // self.kv_heads, dim=1)
            v = v.repeat_interleave(self.heads // self.kv_heads, dim=1)
        scores = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(self.head_dim) + mask
        h = torch.matmul(F.softmax(scores, dim=-1, dtype=torch.float32).to(q.dtype), v)
        return self.linear(h.transpose(1, 2).reshape(b, t, -1), p + "o_proj")

    def logits(self, hidden):
        return F.linear(hidden, self.w(self.head))


def additive_mask(valid, queries):
    """0 where a query may look, the smallest number elsewhere; valid [batch, keys]."""
    keys = valid.shape[1]
    causal = torch.ones(queries, keys, dtype=torch.bool).tril(keys - queries)
    allowed = causal.unsqueeze(0) & valid.unsqueeze(1).bool()
    return torch.zeros(allowed.shape).masked_fill(~allowed, torch.finfo(torch.float32).min).unsqueeze(1)


def sft(twin, batch, options):
    names = twin.trainable()
    for name in names:
        twin.weights[name].requires_grad_(True)
    parameters = [twin.weights[name] for name in names]
    optimizer = torch.optim.AdamW(parameters, lr=options.learning_rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    ids, labels, pixels, valid = batch["token_ids"], batch["labels"], batch["pixels"], batch["attention_mask"]
    positions = torch.arange(ids.shape[1]).unsqueeze(0)
    losses, times = [], []
    for _ in range(options.steps):
        begin = time.perf_counter()
        hidden = twin.decoder(twin.embed(ids, pixels), positions, additive_mask(valid, ids.shape[1]), None)
        logits = twin.logits(hidden)
        loss = F.cross_entropy(logits[:, :-1].reshape(-1, logits.shape[-1]), labels[:, 1:].reshape(-1), ignore_index=-100)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        times.append(time.perf_counter() - begin)
        losses.append(loss.item())
    return {"losses": losses, "seconds": times}


def answer_log_probs(twin, batch):
    """Chosen rows, then rejected ones, padded to the same length: sums of log-probabilities over answers, from full logits."""
    ids, labels, valid = batch["token_ids"], batch["labels"], batch["attention_mask"]
    pixels = torch.cat([batch["pixels"], batch["pixels"]])
    positions = torch.arange(ids.shape[1]).unsqueeze(0)
    hidden = twin.decoder(twin.embed(ids, pixels), positions, additive_mask(valid, ids.shape[1]), None)
    log_probs = twin.logits(hidden)[:, :-1].float().log_softmax(-1)
    targets = labels[:, 1:]
    kept = log_probs.gather(2, targets.clamp(min=0).unsqueeze(2)).squeeze(2) * (targets != -100)
    return kept.sum(1).chunk(2)


def dpo(twin, batch, options):
    """The step of a TRL-style trainer: both answers as rows of one batch, and the reference computed as it is needed."""
    downs = sorted(name for name in batch if name.endswith("lora_A.weight"))
    parameters = []
    for name in downs:
        down, up = batch[name].requires_grad_(True), batch[name.replace("lora_A", "lora_B")].requires_grad_(True)
        twin.adapter[name[len("base_model.model.") : -len(".lora_A.weight")]] = (down, up)
        parameters += [down, up]
    optimizer = torch.optim.AdamW(parameters, lr=options.learning_rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    losses, times = [], []
    for _ in range(options.steps):
        begin = time.perf_counter()
        with torch.no_grad():
            twin.adapter_scale = 0.0
            reference_chosen, reference_rejected = answer_log_probs(twin, batch)
        twin.adapter_scale = options.adapter_scale
        chosen, rejected = answer_log_probs(twin, batch)
        margin = (chosen - reference_chosen) - (rejected - reference_rejected)
        loss = -F.logsigmoid(options.beta * margin).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        times.append(time.perf_counter() - begin)
        losses.append(loss.item())
    return {"losses": losses, "seconds": times}


@torch.no_grad()
def decode(twin, batch, options):
    ids, pixels, valid = batch["token_ids"], batch["pixels"], batch["attention_mask"]
    answers, times = None, []
    for _ in range(options.steps):
        begin = time.perf_counter()
        cache, attention, answer = {}, valid, []
        positions = (valid.cumsum(1) - 1).clamp(min=0)
        hidden = twin.decoder(twin.embed(ids, pixels), positions, additive_mask(valid, ids.shape[1]), cache)
        for _ in range(options.new_tokens):
            token = twin.logits(hidden[:, -1]).argmax(-1)
            answer.append(token)
            if len(answer) == options.new_tokens:
                break
            attention = torch.cat([attention, torch.ones_like(attention[:, :1])], dim=1)
            position = attention.sum(1, keepdim=True) - 1
            x = F.embedding(token.unsqueeze(1), twin.w("language_model.model.embed_tokens.weight"))
            hidden = twin.decoder(x, position, additive_mask(attention, 1), cache)
        answers = torch.stack(answer, dim=1)
        times.append(time.perf_counter() - begin)
    return {"answers": answers.tolist(), "seconds": times}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=["sft", "decode", "dpo"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch", required=True)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--new-tokens", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--adapter-scale", type=float, default=1.0)
    parser.add_argument("--beta", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    twin, batch = Twin(options.model), read_safetensors(options.batch)
    result = {"sft": sft, "decode": decode, "dpo": dpo}[options.work](twin, batch, options)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), **result}))


if __name__ == "__main__":
    sys.exit(main())
