"""Run in a process of its own: clean photos one after the other between bare runs of the model.

    python benchmarks/cleaning/inside.py MODELS NAME OUT COUNT PHOTO...

Prints one JSON line: the processor seconds of each photo and of each bare run, taken in turn so that whatever
else the computer does falls on both alike, and the resident memory after each photo in MB.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def resident() -> float:
    """Give the megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def bare_model(file: Path) -> tuple[object, dict[str, object]]:
    """Open the model as the engine does, and make an input for it."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(1).random((1, 3, 320, 320), np.float32)
    return session, {session.get_inputs()[0].name: picture}


def main() -> None:
    """Take turns."""
    models, name, out, count, *photos = sys.argv[1:]
    from merchant_helper.cli.cleaning import Task, clean_photo

    tasks = [Task(photo, f"{out}/x.jpg", engine=name, models=models) for photo in photos]
    alone = count == "0"
    session, given = bare_model(Path(models) / f"{name}.onnx") if not alone else (None, {})
    told: dict[str, list[float]] = {"photos": [], "runs": [], "memory": []}
    clean_photo(tasks[0])
    for number in range(int(count) or len(tasks)):
        began = time.process_time()
        clean_photo(tasks[number % len(tasks)])
        told["photos"].append(time.process_time() - began)
        told["memory"].append(resident())
        if session is not None:
            began = time.process_time()
            session.run(None, given)  # type: ignore[attr-defined]
            told["runs"].append(time.process_time() - began)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
