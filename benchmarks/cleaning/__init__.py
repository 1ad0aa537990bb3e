"""Hold the parts of the benchmark of photos: how a run is measured, and which runs there are."""
