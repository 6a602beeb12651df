"""The scripted conversations of conversations.yml."""

from __future__ import annotations

from pathlib import Path

import ruamel.yaml

__all__ = ["scripts"]


def scripts() -> dict[str, list[str]]:
    """The customers' lines by the conversation's name."""
    text = (Path(__file__).parent / "conversations.yml").read_text()
    loaded = ruamel.yaml.YAML(typ="safe").load(text)
    return {name: [str(line) for line in lines] for name, lines in loaded.items()}
