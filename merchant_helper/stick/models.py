"""Lay the cut-out models of this computer onto the stick's own shelf: only known, whole, licensed ones."""

from __future__ import annotations

from pathlib import Path

from merchant_helper.photos.cutout.shelf import ModelShelf


def copy_models(source: Path, target: Path) -> list[str]:
    """Copy every ready model that the target lacks, and name the ready ones there with their licences."""
    here, there = ModelShelf(source), ModelShelf(target)
    ready = {model.name for model in there.list() if model.state == "ready"}
    for model in here.list():
        if model.state == "ready" and model.licence and model.name not in ready:
            there.add(here.checked(model.name)[0])
    return [f"{model.name} ({model.licence})" for model in there.list() if model.state == "ready"]
