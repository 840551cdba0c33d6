"""Spun text: known pairs and how they are matched."""
