"""How fast this processor multiplies int8 matrices of the reading model's sizes, and what floor that gives a word.

    python benchmarks/matmul.py        (needs the extra `train`: onnx writes the little networks)

One thread of onnxruntime, the same kernel (MatMulInteger) that the int8 model runs, windows of 206 pieces (their mean on
PolNeAR). The floor is the encoder's multiply-adds over that speed; the model's own speed is measured beside it.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

from sayso.models.network import load_network

ROWS = 206
SIZES = [(384, 384)] * 4 + [(384, 1536), (1536, 384)]  # of one of the encoder's six layers
LAYERS, PIECES_A_WORD = 6, 1.27  # the latter counted on PolNeAR


def time_product(inner: int, outer: int) -> float:
    """Seconds that one product of (ROWS, inner) and (inner, outer) takes, the median of 200."""
    weights = np.random.default_rng(1).integers(-63, 64, (inner, outer), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["y"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [ROWS, inner])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [ROWS, outer])],
        [helper.make_tensor("b", TensorProto.INT8, weights.shape, weights.tobytes(), raw=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    a = np.random.default_rng(2).integers(0, 128, (ROWS, inner), dtype=np.uint8)
    return _median(lambda: session.run(None, {"a": a}), 200)


def time_model() -> float:
    """Seconds that the int8 encoder with its heads takes for one window, the median of 30."""
    network, _, _ = load_network()
    ids = np.random.default_rng(3).integers(1000, 20000, (1, ROWS))
    return _median(lambda: network.read(ids, np.ones_like(ids), np.zeros_like(ids)), 30)


def _median(run: object, n: int) -> float:
    assert callable(run)
    run()
    took = []
    for _ in range(n):
        at = time.perf_counter()
        run()
        took.append(time.perf_counter() - at)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    products = sum(time_product(*size) for size in SIZES)
    n_adds = ROWS * sum(inner * outer for inner, outer in SIZES)
    floor, model = LAYERS * products, time_model()
    print(f"int8 products: {n_adds / products / 1e9:.0f} billion multiply-adds a second on one thread")
    print(f"encoder: {LAYERS * n_adds / ROWS / 1e6:.1f} million multiply-adds a piece, {PIECES_A_WORD} pieces a word")
    for name, took in (("floor", floor), ("model", model)):
        print(f"{name}: {1e3 * took:.1f} ms a window, {ROWS / PIECES_A_WORD / took:,.0f} words a second")
    print(f"the model takes {model / floor:.2f} times the floor")


if __name__ == "__main__":
    main()
