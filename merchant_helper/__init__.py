"""Help household shops photograph, describe and sell their goods online."""

import os

__version__ = "0.1.0"

# onnxruntime reports to its makers unless told not to, and writes an id of this computer into the home.
# Here, because whatever loads it has loaded this first, children included.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
