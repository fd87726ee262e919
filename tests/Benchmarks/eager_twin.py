"""The peer of `./trainer bench sft|decode|decode-strategies|dpo|ppo`: the same LLaVA in plain PyTorch, written the way eager transformers code runs.

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

END = 2
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

    def decoder(self, x, positions, mask, cache, maps=None):
        angles = positions.unsqueeze(-1).float() * self.inverse
        table = torch.cat([angles, angles], dim=-1)
        cos, sin = table.cos().unsqueeze(1), table.sin().unsqueeze(1)
        for i in range(self.text["num_hidden_layers"]):
            p = f"language_model.model.layers.{i}."
            h = rms_norm(x, self.w(p + "input_layernorm.weight"), self.epsilon)
            x = x + self.attention(h, p + "self_attn.", cos, sin, mask, cache, i, maps)
            h = rms_norm(x, self.w(p + "post_attention_layernorm.weight"), self.epsilon)
            h = F.silu(self.linear(h, p + "mlp.gate_proj")) * self.linear(h, p + "mlp.up_proj")
            x = x + self.linear(h, p + "mlp.down_proj")
        return rms_norm(x, self.w("language_model.model.norm.weight"), self.epsilon)

    def attention(self, h, p, cos, sin, mask, cache, layer, maps=None):
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
        weights = F.softmax(scores, dim=-1, dtype=torch.float32).to(q.dtype)
        if maps is not None:
            maps.append(weights)
        h = torch.matmul(weights, v)
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


class Actors:
    """Policy, reference, reward and value as PEFT has them: one base, four adapters, switched before each use."""

    def __init__(self, twin, batch, options):
        self.twin, self.batch, self.scale = twin, batch, options.adapter_scale
        self.adapters = {role: self.read(source) for role, source in (("policy", "policy"), ("reference", "policy"), ("reward", "reward"), ("value", "reward"))}
        self.reward_head = [batch["reward.reward_head." + name] for name in ("weight", "bias")]
        self.value_head = [tensor.clone().requires_grad_(True) for tensor in self.reward_head]
        learning = [pair for role in ("policy", "value") for pair in self.adapters[role].values()]
        self.parameters = [tensor.requires_grad_(True) for pair in learning for tensor in pair] + self.value_head

    def read(self, source):
        start, end = source + ".base_model.model.", ".lora_A.weight"
        names = [name[len(start) : -len(end)] for name in self.batch if name.startswith(start) and name.endswith(end)]
        return {name: (self.batch[start + name + end].clone(), self.batch[start + name + ".lora_B.weight"].clone()) for name in names}

    def use(self, role):
        self.twin.adapter, self.twin.adapter_scale = self.adapters[role], self.scale

    def hidden(self, role, ids, valid, pixels):
        self.use(role)
        positions = (valid.cumsum(1) - 1).clamp(min=0)
        return self.twin.decoder(self.twin.embed(ids, pixels), positions, additive_mask(valid, ids.shape[1]), None)

    def log_probs(self, role, rows):
        """Log-probabilities and entropies of response tokens: the whole vocabulary's, at every response position."""
        length = rows["answers"].shape[1]
        ids, valid = torch.cat([rows["prompts"], rows["answers"]], 1), torch.cat([rows["prompts_mask"], rows["answers_mask"]], 1)
        logits = self.twin.logits(self.hidden(role, ids, valid, rows["pixels"]))[:, -length - 1 : -1]
        all_log_probs = logits.float().log_softmax(-1)
        own = all_log_probs.gather(2, rows["answers"].unsqueeze(2)).squeeze(2)
        return own, -(all_log_probs.exp() * all_log_probs).sum(-1)

    def values(self, rows):
        length = rows["answers"].shape[1]
        ids, valid = torch.cat([rows["prompts"], rows["answers"]], 1), torch.cat([rows["prompts_mask"], rows["answers_mask"]], 1)
        hidden = self.hidden("value", ids, valid, rows["pixels"])[:, -length - 1 : -1]
        return F.linear(hidden, *self.value_head).squeeze(2)

    def rewards(self, rows):
        """Prompt, answer and question without the padding between them, padded on the left, so that the last state is the question's."""
        parts = [(rows[name], rows[name + "_mask"].bool()) for name in ("prompts", "answers", "questions")]
        texts = [torch.cat([ids[row][valid[row]] for ids, valid in parts]) for row in range(len(rows["pixels"]))]
        longest = max(len(text) for text in texts)
        ids = torch.stack([F.pad(text, (longest - len(text), 0)) for text in texts])
        valid = torch.stack([F.pad(torch.ones_like(text), (longest - len(text), 0)) for text in texts])
        return F.linear(self.hidden("reward", ids, valid, rows["pixels"])[:, -1], *self.reward_head).squeeze(1)


@torch.no_grad()
def sample(actors, options, stop):
    """Sampling as transformers does it: a cache that grows, rows that have ended padded until all have, the adapter not merged."""
    actors.use("policy")
    twin, ids, attention = actors.twin, actors.batch["prompts"], actors.batch["prompts_mask"]
    cache, answer, unfinished = {}, [], torch.ones(len(ids), dtype=torch.long)
    positions = (attention.cumsum(1) - 1).clamp(min=0)
    hidden = twin.decoder(twin.embed(ids, actors.batch["pixels"]), positions, additive_mask(attention, ids.shape[1]), cache)
    while len(answer) < options.new_tokens:
        token = torch.multinomial(twin.logits(hidden[:, -1]).float().softmax(-1), 1).squeeze(1) * unfinished
        answer.append(token)
        if stop:
            unfinished = unfinished * (token != END)
        if len(answer) == options.new_tokens or not unfinished.any():
            break
        attention = torch.cat([attention, torch.ones_like(attention[:, :1])], dim=1)
        position = attention.sum(1, keepdim=True) - 1
        x = F.embedding(token.unsqueeze(1), twin.w("language_model.model.embed_tokens.weight"))
        hidden = twin.decoder(x, position, additive_mask(attention, 1), cache)
    return torch.stack(answer, dim=1)


@torch.no_grad()
def judge(actors, options):
    """What every role makes of the given answers, then rewards by token and advantages."""
    rows, mask = actors.batch, actors.batch["answers_mask"].float()
    length = mask.shape[1]
    old, _ = actors.log_probs("policy", rows)
    reference, _ = actors.log_probs("reference", rows)
    old_values = actors.values(rows) * mask
    counts = mask.sum(1)
    has_end = (rows["answers"] == END).any(1)
    totals = actors.rewards(rows) + torch.where(has_end, 0.0, options.missing_end) + options.length_weight * counts / options.new_tokens
    rewards = -options.price * (old - reference) * mask
    rewards[torch.arange(len(mask)), counts.long() - 1] += totals
    running, columns = torch.zeros(len(mask)), []
    for slot in reversed(range(length)):
        next_value = old_values[:, slot + 1] if slot + 1 < length else 0.0
        error = rewards[:, slot] + options.gamma * next_value - old_values[:, slot]
        running = error + options.gamma * options.gae_lambda * running
        columns.append(running)
    advantages = torch.stack(columns[::-1], dim=1)
    returns = advantages + old_values
    mean = (advantages * mask).sum() / mask.sum()
    deviation = (((advantages - mean).pow(2) * mask).sum() / mask.sum()).sqrt()
    whitened = (advantages - mean) / (deviation + 1e-8) * mask
    return {"log_probs": old, "values": old_values, "advantages": whitened, "returns": returns, "mask": mask, "rewards": totals}


def update(actors, optimizer, rollout, options):
    losses = []
    for order in actors.batch["order"]:
        rows = {name: actors.batch[name][order] for name in ("prompts", "prompts_mask", "answers", "answers_mask", "pixels")}
        old, old_values, advantages, returns, mask = (rollout[name][order] for name in ("log_probs", "values", "advantages", "returns", "mask"))
        log_probs, _ = actors.log_probs("policy", rows)
        ratio = ((log_probs - old) * mask).exp()
        clipped = ratio.clamp(1 - options.clip, 1 + options.clip)
        policy_loss = (torch.max(-advantages * ratio, -advantages * clipped) * mask).sum() / mask.sum()
        policy_loss.backward()
        values = actors.values(rows)
        near = old_values + (values - old_values).clamp(-options.clip_value, options.clip_value)
        value_loss = 0.5 * (torch.max((values - returns).pow(2), (near - returns).pow(2)) * mask).sum() / mask.sum()
        (options.value_weight * value_loss).backward()
        torch.nn.utils.clip_grad_norm_(actors.parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(policy_loss.item() + options.value_weight * value_loss.item())
    return losses


def learnt(actors):
    """All learning weights in the order of the names that the C# side gives them."""
    named = {}
    for prefix, role in (("", "policy"), ("value.", "value")):
        for name, pair in actors.adapters[role].items():
            short = prefix + name.replace("language_model.model.", "model.")
            named[short + ".lora_A.weight"], named[short + ".lora_B.weight"] = pair
    named["value.value_head.weight"], named["value.value_head.bias"] = actors.value_head
    return [value for name in sorted(named) for value in named[name].flatten().tolist()]


def ppo(twin, batch, options):
    """A step of a TRL-style trainer: sample, score with four roles, then passes of clipped losses, each part timed alone."""
    actors = Actors(twin, batch, options)
    optimizer = torch.optim.AdamW(actors.parameters, lr=options.learning_rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    times = {name: [] for name in ("rollout", "scoring", "update", "finishing", "seconds")}
    result = {}
    for _ in range(options.steps):
        marks = [time.perf_counter()]
        sample(actors, options, stop=False)
        marks.append(time.perf_counter())
        rollout = judge(actors, options)
        marks.append(time.perf_counter())
        losses = update(actors, optimizer, rollout, options)
        marks.append(time.perf_counter())
        finished = sample(actors, options, stop=True)
        marks.append(time.perf_counter())
        for name, begin, end in zip(("rollout", "scoring", "update", "finishing"), marks, marks[1:]):
            times[name].append(end - begin)
        times["seconds"].append(marks[3] - marks[0])
        if not result:
            kept = rollout["mask"].bool()
            result = {name: rollout[name][kept].tolist() for name in ("log_probs", "values", "advantages", "returns")}
            result.update(rewards=rollout["rewards"].tolist(), losses=losses, weights=learnt(actors))
            result["tokens"] = (finished != 0).sum(1).float().mean().item()
    return {**result, **times}


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


class OperaBeams:
    """Beams as OPERA's released code follows them: every pass returns the maps of all layers, and the last one's are put together to one matrix."""

    def __init__(self, twin, batch, beams):
        self.twin, self.cache, self.length = twin, {}, batch["token_ids"].shape[1]
        ids = batch["token_ids"].expand(beams, -1)
        embeddings = twin.embed(ids, batch["pixels"].expand(beams, -1, -1, -1))
        self.logits, self.matrix = self.read(embeddings, 0, self.cache)

    def read(self, embeddings, begin, cache):
        rows, count, maps = embeddings.shape[0], embeddings.shape[1], []
        positions = torch.arange(begin, begin + count).unsqueeze(0)
        mask = additive_mask(torch.ones(rows, begin + count, dtype=torch.bool), count)
        hidden = self.twin.decoder(embeddings, positions, mask, cache, maps)
        return self.twin.logits(hidden[:, -1]), maps[-1].max(dim=1).values

    def token(self, tokens, cache):
        x = F.embedding(tokens.unsqueeze(1), self.twin.w("language_model.model.embed_tokens.weight"))
        return self.read(x, self.length, cache)

    def grown(self, row):
        return torch.cat([F.pad(self.matrix, (0, 1)), row], dim=1)

    def look_ahead(self, candidates):
        """The matrix of every beam with each of its candidates, one pass for each rank of candidates, [beams, candidates, length + 1, length + 1]."""
        return torch.stack([self.grown(self.token(tokens, dict(self.cache))[1]) for tokens in candidates.unbind(1)], dim=1)

    def follow(self, parents, tokens):
        self.cache = {layer: (keys[parents], values[parents]) for layer, (keys, values) in self.cache.items()}
        self.matrix = self.matrix[parents]
        self.logits, row = self.token(tokens, self.cache)
        self.matrix, self.length = self.grown(row), self.length + 1


def over_trust(matrices, prompt, image, scale):
    """The penalty of each candidate: attention on the picture for short answers, else the largest product of a column."""
    matrices = matrices / matrices.sum(-1, keepdim=True)
    window = matrices[:, :, prompt:, prompt:] * scale
    length = window.shape[-1]
    columns = torch.stack([1e-7 * window[:, :, j:, j].prod(-1) for j in range(length)], dim=-1).half()
    return -matrices[:, :, -1, image].sum(-1) if length <= 10 else columns.max(-1).values.float()


@torch.no_grad()
def opera(twin, batch, options):
    """OPERA without rollback for one prompt, as the released code computes it."""
    prompt, image = batch["token_ids"].shape[1], batch["token_ids"][0] == twin.image_token
    answers, times = None, []
    for _ in range(options.steps):
        begin = time.perf_counter()
        state = OperaBeams(twin, batch, options.beams)
        keys = F.pad(image, (0, options.new_tokens))
        sums = torch.tensor([0.0] + [-1e9] * (options.beams - 1))
        answers = torch.empty(options.beams, 0, dtype=torch.long)
        for step in range(options.new_tokens):
            kept, candidates = state.logits.topk(options.candidates)
            penalties = over_trust(state.look_ahead(candidates), prompt, keys[: prompt + step + 1], options.scale_factor)
            restricted = torch.full_like(state.logits, -999.0).scatter(1, candidates, kept - penalties.clamp(max=900.0))
            scores = restricted.log_softmax(-1) + sums.unsqueeze(1)
            best = scores.flatten().topk(2 * options.beams)
            sums, chosen = best.values[: options.beams], best.indices[: options.beams]
            parents, tokens = chosen // scores.shape[1], chosen % scores.shape[1]
            answers = torch.cat([answers[parents], tokens.unsqueeze(1)], dim=1)
            if step + 1 < options.new_tokens:
                state.follow(parents, tokens)
        answers = answers[sums.argmax()]
        times.append(time.perf_counter() - begin)
    return {"answers": answers.tolist(), "seconds": times}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=["sft", "decode", "dpo", "ppo", "opera"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch", required=True)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--new-tokens", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--adapter-scale", type=float, default=1.0)
    parser.add_argument("--beta", type=float, default=0.1)
    for name in ("price", "gamma", "gae-lambda", "clip", "clip-value", "value-weight", "missing-end", "length-weight"):
        parser.add_argument(f"--{name}", type=float)
    for name in ("beams", "candidates"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--scale-factor", type=float)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    twin, batch = Twin(options.model), read_safetensors(options.batch)
    result = {"sft": sft, "decode": decode, "dpo": dpo, "ppo": ppo, "opera": opera}[options.work](twin, batch, options)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), **result}))


if __name__ == "__main__":
    sys.exit(main())
