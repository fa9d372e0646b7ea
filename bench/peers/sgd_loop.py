"""SGD by mini-batches as one writes it in Python, for scripts/bench-sgd: the walkers of bench/sgd.yaml, all in one array.

    sgd_loop.py numpy | torch  WALKERS STEPS ROWS.csv

One thread, single precision. `numpy` has the gradient by hand; `torch` takes it by vmap(grad(loss)) over walkers, each with
rows of its own. Prints walker-steps a second and the walkers' mean of w, or `skipped WHY`.
"""
import sys
import time

BATCH, RATE = 32, 0.1


def read(path):
    """Columns u, v, y."""
    with open(path) as file:
        names = file.readline().strip().split(",")
        rows = [[float(cell) for cell in line.split(",")] for line in file]
    return [[row[names.index(name)] for row in rows] for name in "uvy"]


def numpy_steps(columns, walkers):
    import numpy as np
    u, v, y = (np.array(column, np.float32) for column in columns)
    random = np.random.default_rng(42)
    w = np.zeros((3, walkers, 1), np.float32)

    def advance(steps):
        for _ in range(steps):
            rows = random.integers(0, len(y), (walkers, BATCH), dtype=np.int32)
            a, b, c = u[rows], v[rows], y[rows]
            slope = -c / (1 + np.exp(c * (w[0] + w[1] * a + w[2] * b)))
            for k, gradient in enumerate((slope, slope * a, slope * b)):
                w[k] -= np.float32(RATE) * gradient.mean(1, keepdims=True)

    return f"NumPy {np.__version__}", advance, lambda: [float(mean) for mean in w.mean((1, 2))]


def torch_steps(columns, walkers):
    import torch
    try:
        from torch.func import grad, vmap
    except ImportError:
        from functorch import grad, vmap  # before PyTorch 2.0
    torch.set_num_threads(1)
    torch.manual_seed(42)
    u, v, y = (torch.tensor(column, dtype=torch.float32) for column in columns)
    state = {"w": torch.zeros(walkers, 3)}

    def loss(w, rows):
        a, b, c = u[rows], v[rows], y[rows]
        return torch.nn.functional.softplus(-c * (w[0] + w[1] * a + w[2] * b)).mean()

    slope = vmap(grad(loss))

    def advance(steps):
        for _ in range(steps):
            rows = torch.randint(len(y), (walkers, BATCH))
            state["w"] = state["w"] - RATE * slope(state["w"], rows)

    return f"PyTorch {torch.__version__}", advance, lambda: state["w"].mean(0).tolist()


def main():
    kind, walkers, steps, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    try:
        what, advance, mean = {"numpy": numpy_steps, "torch": torch_steps}[kind](read(path), walkers)
    except ImportError as problem:
        return print("skipped", problem)
    advance(3)
    begin = time.perf_counter()
    advance(steps)
    taken = time.perf_counter() - begin
    print(walkers * steps / taken, *mean(), what)


main()
