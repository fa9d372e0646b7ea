"""PyTorch, eager: normal numbers into a buffer, then the step in place; and, asked for by `graph`, as a CUDA graph."""
import sys

import turns

GRAPH_STEPS = 32


def prepare():
    try:
        import torch
    except ImportError:
        raise turns.Skipped("no torch")
    graph = "graph" in sys.argv[1:]
    if not torch.cuda.is_available() and (graph or not turns.WITHOUT_GPU):
        raise turns.Skipped("torch finds no GPU")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    synchronize = torch.cuda.synchronize if device == "cuda" else lambda: None
    torch.manual_seed(42)

    def make(walkers):
        x = torch.ones(walkers, dtype=torch.float32, device=device)
        z, force = torch.empty_like(x), torch.empty_like(x)

        def step():
            z.normal_()
            torch.addcmul(x, x * x, x, value=-1, out=force)  # x - x^3
            x.add_(force, alpha=-turns.DRIFT).add_(z, alpha=turns.NOISE)

        def eager(steps):
            for _ in range(steps):
                step()
            synchronize()

        def captured():
            eager(3)
            recorded = torch.cuda.CUDAGraph()
            with torch.cuda.graph(recorded):
                for _ in range(GRAPH_STEPS):
                    step()
            return recorded

        recorded = captured() if graph else None

        def replayed(steps):
            for _ in range(steps // GRAPH_STEPS):
                recorded.replay()
            synchronize()

        synchronize()
        return (replayed if graph else eager), lambda: float((x * x).mean())

    return f"PyTorch {torch.__version__}, {'CUDA graph' if graph else 'eager'}", make


turns.serve(prepare)
