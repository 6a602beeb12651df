"""Rasa's modules for neural networks are imported without TensorFlow, and say so when used."""

import importlib
import importlib.util
import io
import json
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.engine.without_tensorflow import PACKAGES, needs_tensorflow, without_tensorflow


@pytest.fixture
def nothing_imported(monkeypatch):
    for name in [n for n in sys.modules if n.partition(".")[0] in PACKAGES]:
        monkeypatch.delitem(sys.modules, name)


def model_of(folder, *components):
    """A model as Rasa packs it, of such components."""
    nodes = {f"run_{i}": {"uses": name} for i, name in enumerate(components)}
    told = json.dumps({"predict_schema": {"nodes": nodes}}).encode()
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("metadata.json")
        info.size = len(told)
        archive.addfile(info, io.BytesIO(told))
    return folder / "model.tar.gz"


@pytest.mark.parametrize(
    ("components", "needed"),
    [
        (("bot.nlu.units.UnitExtractor", "rasa.core.policies.rule_policy.RulePolicy"), False),
        (("bot.nlu.units.UnitExtractor", "rasa.core.policies.ted_policy.TEDPolicy"), True),
        (("rasa.nlu.classifiers.diet_classifier.DIETClassifier",), True),
        (("a_firms.own.Component",), True),  # what we do not know may need it
        ((), True),
    ],
)
def test_a_model_needs_it_unless_all_its_components_are_known(tmp_path, components, needed):
    assert needs_tensorflow(model_of(tmp_path, *components)) is needed


def test_what_is_made_of_it_is_imported_and_fails_when_used(nothing_imported):
    with without_tensorflow():
        tensorflow = importlib.import_module("tensorflow")
        layers = importlib.import_module("tensorflow.keras.layers")

        class Network(layers.Layer):
            @tensorflow.function(jit_compile=True)
            def call(self) -> str:
                return "called"

        plain = tensorflow.function(len)

    assert Network.call(None) == "called"
    with pytest.raises(RuntimeError, match="Network is made of TensorFlow"):
        Network(units=3)
    with pytest.raises(RuntimeError, match="made of TensorFlow"):
        plain("text")


def test_afterwards_everybody_gets_the_real_one(nothing_imported):
    with without_tensorflow():
        importlib.import_module("tensorflow.keras")
    assert not [name for name in sys.modules if name.partition(".")[0] in PACKAGES]
    assert importlib.util.find_spec("tensorflow").origin


def test_where_it_is_there_already_nothing_is_put_in_its_place(nothing_imported, monkeypatch):
    there = type(sys)("tensorflow")
    monkeypatch.setitem(sys.modules, "tensorflow", there)
    with without_tensorflow():
        assert importlib.import_module("tensorflow") is there


def test_another_thread_gets_the_real_one(nothing_imported):
    with without_tensorflow(), ThreadPoolExecutor(1) as threads:
        found = threads.submit(importlib.util.find_spec, "tensorflow").result()
        ours = importlib.util.find_spec("tensorflow")
    assert found.origin
    assert not ours.origin
