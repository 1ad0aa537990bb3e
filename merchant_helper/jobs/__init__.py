"""Run long work that survives a crash."""
