"""PyTorch's side of bench/learning.ts: reads the name of a case a line, answers the milliseconds of a run as `timeOf` in steps.ts."""

import os
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(1)


def gradient(f, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    out = f(*inputs)
    weights = torch.randn_like(out)

    def run():
        for x in inputs:
            x.grad = None
        f(*inputs).backward(weights)

    return run


def layer(f):
    return gradient(f, torch.randn(8192, 768))


def groups(size):
    return layer(lambda x: F.layer_norm(x.view(8192, 768 // size, size), (size,)).view(8192, 768))


def power_mean(x):
    c = x.view(-1, 8)
    c = c - c.mean(1, keepdim=True)
    return (c / (c.abs().pow(3).mean(1, keepdim=True) + 1e-5).pow(1 / 3)).view_as(x)


def iter_norm(x, iterations=4, epsilon=1e-5):
    z = x - x.mean(0, keepdim=True)
    eye = torch.eye(x.shape[1])
    covariance = (1 - epsilon) * (z.T @ z) / (x.shape[0] - 1) + epsilon * eye
    trace = covariance.trace()
    scaled = covariance / trace
    p = eye
    for _ in range(iterations):
        p = 1.5 * p - 0.5 * (p @ p @ p @ scaled)
    return z @ p / trace.sqrt()


def whiten(kind):
    def f(x):
        z = x - x.mean(0, keepdim=True)
        covariance = z.T @ z / (x.shape[0] - 1)
        if kind == "cholesky":
            return torch.linalg.solve_triangular(torch.linalg.cholesky(covariance), z.T, upper=False).T
        values, vectors = torch.linalg.eigh(covariance)
        return z @ (vectors * values.rsqrt()) @ vectors.T

    return f


def trace_loss(z):
    return (1 - z.var(0)).square().sum()


def intl():
    views = [torch.randn(256, 512).requires_grad_() for _ in range(2)]

    def run():
        for z in views:
            z.grad = None
        y1, y2 = (iter_norm(z) for z in views)
        loss = 2 - 2 * F.cosine_similarity(y1, y2).mean() + 0.06 * (trace_loss(y1) + trace_loss(y2))
        loss.backward()

    return run


def mlp():
    sizes = [784, 512, 512, 512, 512]
    hidden = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
    head = torch.nn.Linear(512, 10)
    optimiser = torch.optim.AdamW([*hidden.parameters(), *head.parameters()], lr=1e-3)
    x, labels = torch.randn(256, 784), torch.randint(0, 10, (256,))

    def run():
        y = x
        for linear in hidden:
            y = F.layer_norm(linear(y).view(256, 64, 8), (8,)).view(256, 512)
        loss = F.cross_entropy(head(y), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return run


def residual_block():
    x = torch.randn(64, 64, 32, 32).requires_grad_()
    filters = [(torch.randn(64, 64, 3, 3) * 0.05).requires_grad_() for _ in range(2)]
    weights = torch.randn_like(x)
    norm = lambda y: F.batch_norm(y, None, None, training=True)

    def run():
        for tensor in [x, *filters]:
            tensor.grad = None
        y = F.relu(norm(F.conv2d(x, filters[0], padding=1)))
        F.relu(norm(F.conv2d(y, filters[1], padding=1)) + x).backward(weights)

    return run


def step(model, x, labels):
    """A whole step of training: loss, gradient, its norm and shortening, AdamW."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)

    def run():
        loss = F.cross_entropy(model(x).flatten(0, -2), labels)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        loss.item()

    return run


class Block(torch.nn.Module):
    def __init__(self, width, heads, hidden, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.first, self.second = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.project, self.output = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.widen, self.narrow = torch.nn.Linear(width, hidden), torch.nn.Linear(hidden, width)

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = self.project(self.first(x)).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.output(seen.transpose(1, 2).reshape(n, length, width))
        return x + self.narrow(F.gelu(self.widen(self.second(x))))


class Transformer(torch.nn.Module):
    def __init__(self, embedding, places, depth, hidden, outputs, causal):
        super().__init__()
        self.embedding, self.causal = embedding, causal
        self.positions = torch.nn.Parameter(0.02 * torch.randn(places, 64))
        self.blocks = torch.nn.Sequential(*(Block(64, 4, hidden, causal) for _ in range(depth)))
        self.last, self.output = torch.nn.LayerNorm(64), torch.nn.Linear(64, outputs)

    def forward(self, x):
        y = self.last(self.blocks(self.embedding(x) + self.positions))
        return self.output(y if self.causal else y.mean(1))


def vision_step():
    images = torch.randn(64, 4, 7, 4, 7)
    cut = lambda: images.permute(0, 1, 3, 2, 4).reshape(64, 16, 49)
    model = Transformer(torch.nn.Linear(49, 64), 16, 4, 128, 10, False)
    return step(torch.nn.Sequential(Cut(cut), model), None, torch.arange(64) % 10)


class Cut(torch.nn.Module):
    def __init__(self, cut):
        super().__init__()
        self.cut = cut

    def forward(self, _):
        return self.cut()


def language_step():
    tokens = (torch.arange(32 * 64) % 60).view(32, 64)
    return step(Transformer(torch.nn.Embedding(60, 64), 64, 2, 256, 60, True), tokens, tokens.flatten())


class Residual(torch.nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.first = torch.nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.second = torch.nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norms = torch.nn.ModuleList(torch.nn.BatchNorm2d(width) for _ in range(2))
        self.shortcut = torch.nn.Identity()
        if inputs != width or stride != 1:
            self.shortcut = torch.nn.Sequential(
                torch.nn.Conv2d(inputs, width, 1, stride, bias=False), torch.nn.BatchNorm2d(width)
            )

    def forward(self, x):
        y = self.norms[1](self.second(F.relu(self.norms[0](self.first(x)))))
        return F.relu(y + self.shortcut(x))


def residual_step():
    stem = [torch.nn.Conv2d(1, 16, 3, 2, 1, bias=False), torch.nn.BatchNorm2d(16), torch.nn.ReLU()]
    blocks = [Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2)]
    head = [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(64, 10)]
    return step(torch.nn.Sequential(*stem, *blocks, *head), torch.randn(64, 1, 28, 28), torch.arange(64) % 10)


def matrix_product():
    a = torch.randn(1024, 1024)
    return lambda: a @ a


def tiny():
    a = torch.randn(2, 2)

    def run():
        y = a
        for _ in range(1000):
            y = y + a

    return run


cases = {
    "layer norm": lambda: layer(lambda x: F.layer_norm(x, (768,))),
    "group layer norm of 16": lambda: groups(48),
    "parallel layer norm of 8": lambda: groups(8),
    "parallel layer scaling of 8": lambda: layer(lambda x: F.rms_norm(x.view(8192, 96, 8), (8,)).view(8192, 768)),
    "root mean square norm": lambda: layer(lambda x: F.rms_norm(x, (768,))),
    "power mean norm of 8, p = 3": lambda: layer(power_mean),
    "batch norm": lambda: layer(lambda x: F.batch_norm(x, None, None, training=True)),
    "group norm of 8 on images": lambda: gradient(lambda x: F.group_norm(x, 8), torch.randn(64, 64, 32, 32)),
    "IterNorm": lambda: gradient(iter_norm, torch.randn(1024, 512)),
    "ZCA whitening": lambda: gradient(whiten("zca"), torch.randn(256, 64)),
    "Cholesky whitening": lambda: gradient(whiten("cholesky"), torch.randn(256, 64)),
    "multilayer perceptron": mlp,
    "multilayer perceptron, WebAssembly": mlp,
    "residual block": residual_block,
    "step of a vision transformer": vision_step,
    "step of a residual network": residual_step,
    "step of a language model": language_step,
    "INTL": intl,
    "product of matrices": matrix_product,
    "1000 tiny sums": tiny,
}

print(torch.__version__, flush=True)
for line in sys.stdin:
    run = cases[line.strip()]()
    run()
    least, count, begun, before = float("inf"), 0, time.perf_counter(), time.process_time()
    start = begun
    while start - begun < 1.0:
        run()
        now = time.perf_counter()
        least, count, start = min(least, now - start), count + 1, now
    spent = (time.process_time() - before) / count
    print(1000 * (spent if torch.get_num_threads() == 1 else least), flush=True)
