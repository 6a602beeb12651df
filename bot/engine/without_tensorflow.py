"""Rasa imported without TensorFlow, for models that hold nothing made of it.

Rasa imports TensorFlow with whatever is asked of it: seven of the seventeen seconds of a start, and
370 of 1,000 MB. Its modules for neural networks, imported too, find stand-ins here, which fail when
something is to be made of them.
"""

from __future__ import annotations

import json
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["needs_tensorflow", "without_tensorflow"]

PACKAGES = frozenset({"keras", "tensorflow", "tensorflow_addons", "tensorflow_hub"})
# Where the components come from of which we know that they need none.
LIGHT = (
    "bot.",
    "rasa.core.policies.ensemble.",
    "rasa.core.policies.memoization.",
    "rasa.core.policies.rule_policy.",
    "rasa.graph_components.",
    "rasa.nlu.classifiers.regex_message_handler.",
)


def needs_tensorflow(model: Path) -> bool:
    """Whether a model, as Rasa trains it, may hold a component that is made of TensorFlow."""
    with tarfile.open(model) as archive:
        file = archive.extractfile("metadata.json")
        nodes = json.load(file)["predict_schema"]["nodes"] if file else {}
    return not nodes or not all(node["uses"].startswith(LIGHT) for node in nodes.values())


@contextmanager
def without_tensorflow() -> Iterator[None]:
    """What this thread imports meanwhile gets stand-ins, unless TensorFlow is there already.

    The modules of Rasa that got them keep them as long as the process lives.
    """
    if "tensorflow" in sys.modules:
        yield
        return
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    _StandIn.importing = True
    try:
        yield
    finally:
        _StandIn.importing = False
        sys.meta_path.remove(finder)
        # Whoever else imports it from now on gets the real one.
        for name in list(sys.modules):
            if name.partition(".")[0] in PACKAGES:
                sys.modules.pop(name, None)


class _Attributes(type):
    """The class of stand-ins: whatever is asked of one is one, too."""

    def __getattr__(cls, name: str) -> type[_StandIn]:
        return _stand_in(name)


class _StandIn(metaclass=_Attributes):
    """In the place of each class, function and decorator."""

    importing = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._refuse()

    def __call__(self, decorated: Any) -> Any:
        self._refuse()
        return decorated

    def _refuse(self) -> None:
        if not _StandIn.importing:
            raise RuntimeError(
                f"{type(self).__name__} is made of TensorFlow, which was left out of this process "
                "since its dialogue model needs none"
            )


def _stand_in(name: str) -> type[_StandIn]:
    if name.startswith("__"):
        raise AttributeError(name)
    return _StandIn


class _Finder(MetaPathFinder, Loader):
    """Finds an empty module for each name within the packages, for the thread that made it."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        ours = name.partition(".")[0] in PACKAGES and threading.get_ident() == self._thread
        return ModuleSpec(name, self, is_package=True) if ours else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        made = ModuleType(spec.name)
        made.__getattr__ = _stand_in  # type: ignore[method-assign]
        return made

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""
