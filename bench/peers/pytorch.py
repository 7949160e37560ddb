"""PyTorch on the same models, for `npm run bench -- --pytorch`: prints one JSON object a line.

One step is forward, backward and Adam over the same batch. Nothing is read back between steps, which favours PyTorch.
  eager            torch.nn ops and torch.optim.Adam(fused), as one writes them
  CUDA graph       loss compiled by torch.compile, the whole step captured once and replayed: nothing left to do on the host
  vmap             torch.func.vmap over members with stacked weights; eager, and compiled and captured in the same way
"""

import json
import statistics
import sys
import time


def emit(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


try:
    import torch
    import torch.nn.functional as F
except ImportError as error:
    emit("problem", text=f"Python here has no PyTorch: {error}")
    sys.exit(0)

ON_CPU = "--cpu" in sys.argv  # To try the script where there is no CUDA; its figures mean nothing.
if not ON_CPU and not torch.cuda.is_available():
    emit("problem", text=f"PyTorch {torch.__version__} here finds no CUDA device")
    sys.exit(0)

DEVICE = torch.device("cpu" if ON_CPU else "cuda")
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8
ROUNDS = 9
ROUND_SECONDS = 0.4


def synchronize():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def initial(shape):
    """GPT-2's weights by name; the embedding has a last row for BOS and serves as the unembedding too."""
    d, layers = shape["width"], shape["layers"]
    generator = torch.Generator().manual_seed(0)

    def normal(*size, std=0.04):
        return (torch.randn(*size, generator=generator) * std).to(DEVICE)

    params = {"tokens": normal(shape["vocab"] + 1, d), "positions": normal(shape["seqLen"], d)}
    for layer in range(layers):
        for name, size, std in (
            ("qkv", (d, 3 * d), 0.04),
            ("attn_out", (d, d), 0.04 / (2 * layers) ** 0.5),
            ("mlp_in", (d, 4 * d), 0.04),
            ("mlp_out", (4 * d, d), 0.04 / (2 * layers) ** 0.5),
        ):
            params[f"{layer}.{name}.weight"] = normal(*size, std=std)
            params[f"{layer}.{name}.bias"] = torch.zeros(size[1], device=DEVICE)
        for name in ("norm1", "norm2"):
            params[f"{layer}.{name}.gain"] = torch.ones(d, device=DEVICE)
            params[f"{layer}.{name}.bias"] = torch.zeros(d, device=DEVICE)
    params["norm.gain"] = torch.ones(d, device=DEVICE)
    params["norm.bias"] = torch.zeros(d, device=DEVICE)
    return params


def make_loss(shape, plain_attention=False):
    d, heads, vocab = shape["width"], shape["heads"], shape["vocab"]

    def norm(p, name, x):
        return F.layer_norm(x, (d,), p[f"{name}.gain"], p[f"{name}.bias"])

    def linear(p, name, x):
        return x @ p[f"{name}.weight"] + p[f"{name}.bias"]

    def loss(p, inputs, targets):
        """inputs, targets (B, S) -> mean nats per token."""
        batch, seq_len = inputs.shape
        x = F.embedding(inputs, p["tokens"]) + p["positions"]
        for layer in range(shape["layers"]):
            qkv = linear(p, f"{layer}.qkv", norm(p, f"{layer}.norm1", x))
            q, k, v = (part.view(batch, seq_len, heads, d // heads).transpose(1, 2) for part in qkv.split(d, -1))
            if plain_attention:
                unseen = torch.ones(seq_len, seq_len, dtype=torch.bool, device=x.device).triu(1)
                scores = (q @ k.transpose(-1, -2) / (d // heads) ** 0.5).masked_fill(unseen, float("-inf"))
                mixed = scores.softmax(-1) @ v
            else:
                mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + linear(p, f"{layer}.attn_out", mixed.transpose(1, 2).reshape(batch, seq_len, d))
            hidden = F.gelu(linear(p, f"{layer}.mlp_in", norm(p, f"{layer}.norm2", x)), approximate="tanh")
            x = x + linear(p, f"{layer}.mlp_out", hidden)
        logits = norm(p, "norm", x) @ p["tokens"][:vocab].T
        return F.cross_entropy(logits.reshape(-1, vocab), targets.reshape(-1))

    return loss


def batch_of(model, members):
    shape = model["shape"]
    generator = torch.Generator().manual_seed(1)
    tokens = torch.randint(shape["vocab"], (members, model["batch"], shape["seqLen"]), generator=generator)
    bos = torch.full_like(tokens[..., :1], shape["vocab"])
    return torch.cat([bos, tokens[..., :-1]], -1).to(DEVICE), tokens.to(DEVICE)


def captured(step):
    """Replays what `step` puts on the GPU. It is run a few times on a side stream first, as capturing asks for."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def specialised(function):
    """Compiled for the sizes that it is called with. By itself torch.compile takes those of a second model for variable."""
    return torch.compile(function, dynamic=False)


def single_step(model, compiled):
    params = {name: value.requires_grad_() for name, value in initial(model["shape"]).items()}
    inputs, targets = (part[0] for part in batch_of(model, 1))
    loss_of = make_loss(model["shape"])
    if compiled:
        loss_of = specialised(loss_of)
    fused = DEVICE.type == "cuda"
    optimizer = torch.optim.Adam(
        params.values(), lr=RATE, betas=(BETA1, BETA2), eps=EPSILON, fused=fused, capturable=compiled and fused
    )

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss_of(params, inputs, targets).backward()
        optimizer.step()

    return step


def population_step(model, members, compiled):
    params = {
        name: value.expand(members, *value.shape).clone() for name, value in initial(model["shape"]).items()
    }
    first = {name: torch.zeros_like(value) for name, value in params.items()}
    second = {name: torch.zeros_like(value) for name, value in params.items()}
    time_step = torch.zeros((), device=DEVICE)
    inputs, targets = batch_of(model, members)
    # The fused attention has no batching rule everywhere and would run member by member.
    gradient_of = torch.func.vmap(torch.func.grad(make_loss(model["shape"], plain_attention=True)))

    def update(params, first, second, time_step, inputs, targets):
        gradients = gradient_of(params, inputs, targets)
        time_step += 1
        scale1, scale2 = 1 - BETA1**time_step, 1 - BETA2**time_step
        for name, gradient in gradients.items():
            first[name].lerp_(gradient, 1 - BETA1)
            second[name].mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
            params[name].sub_(RATE * (first[name] / scale1) / ((second[name] / scale2).sqrt() + EPSILON))

    if compiled:
        update = specialised(update)

    def step():
        with torch.no_grad():
            update(params, first, second, time_step, inputs, targets)

    return step


def measure(step):
    """Milliseconds per step, one value a round."""
    for _ in range(5):
        step()
    synchronize()
    start = time.perf_counter()
    for _ in range(5):
        step()
    synchronize()
    steps = max(5, int(ROUND_SECONDS * 5 / (time.perf_counter() - start)))
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        synchronize()
        rounds.append(1000 * (time.perf_counter() - start) / steps)
    return rounds


def report(engine, model, members, build):
    try:
        rounds = measure(build())
    except Exception as error:  # One engine that fails must not hide the others.
        emit("problem", text=f"{model['id']}, {engine} x {members}: {type(error).__name__}: {error}"[:500])
        return
    low, median, high = statistics.quantiles(rounds, n=4)
    emit(
        "row",
        engine=engine,
        model=model["id"],
        members=members,
        msPerStep=median,
        msPerStepQuartiles=[low, high],
        modelStepsPerSecond=1000 * members / median,
    )


def main():
    models = json.loads(sys.argv[1])
    name = "the processor" if ON_CPU else torch.cuda.get_device_name()
    emit("device", device=name, torch=torch.__version__)
    replayed = (lambda step: step) if ON_CPU else captured
    for model in models:
        report("eager", model, 1, lambda: single_step(model, False))
        report("compiled, CUDA graph", model, 1, lambda: replayed(single_step(model, True)))
        for members in model["members"]:
            if members == 1:
                continue
            report("vmap, eager", model, members, lambda: population_step(model, members, False))
            report("vmap, compiled, CUDA graph", model, members, lambda: replayed(population_step(model, members, True)))


main()
