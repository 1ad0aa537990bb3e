"""Let every photo test, at any depth, import the pictures drawn in scenes.py."""
