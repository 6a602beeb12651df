"""The benchmark compares like with like, and its table says what was measured."""

from importlib.util import find_spec
from pathlib import Path

import ruamel.yaml

from bench.scripts import scripts
from bench.table import p95, shown
from bench.training import BASELINE, SPARSE
from bench.turns import differing


def _yaml(path: Path) -> dict:
    return ruamel.yaml.YAML(typ="safe").load(path.read_text())


def test_the_default_is_rasas_own_with_our_unit_extractor() -> None:
    rasa = Path(find_spec("rasa").origin).parent
    theirs = _yaml(rasa / "engine/recipes/config_files/default_config.yml")
    compared = _yaml(BASELINE.config)
    assert compared["pipeline"] == [*theirs["pipeline"], {"name": "bot.nlu.units.UnitExtractor"}]
    assert compared["policies"] == theirs["policies"]


def test_without_the_encoder_only_features_and_their_classifier_differ() -> None:
    ours, sparse = _yaml(Path("config.yml")), _yaml(SPARSE.config)
    names = [part["name"] for part in sparse["pipeline"]]
    assert "bot.nlu.encoder.SentenceEncoder" not in names
    # Our classifier compares sentences' vectors, so counted words have Rasa's own.
    own = {"CountVectorsFeaturizer", "LogisticRegressionClassifier"}
    kept = [p["name"] for p in ours["pipeline"] if p["name"] in names]
    assert [name for name in names if name not in own] == kept
    assert sparse["policies"] == ours["policies"]


def test_three_rounds_are_more_than_300_turns() -> None:
    assert 8 <= len(scripts()) <= 10
    assert 3 * sum(len(lines) for lines in scripts().values()) > 300


def test_a_ratio_is_to_the_default() -> None:
    table = shown(
        {"default": {"turn_median": 0.2, "throughput": 5.0}, "ours": {"turn_median": 0.05}},
        "default",
        ["ours"],
    )
    assert [line.split() for line in table.splitlines()] == [
        ["default", "ours", "ratio"],
        ["turn,", "median", "200.0", "ms", "50.0", "ms", "0.25"],
        ["turns", "a", "second", "on", "one", "core", "5.0", "/s", "-", "-"],
    ]


def test_p95() -> None:
    assert p95([float(n) for n in range(1, 101)]) > 94


def test_turns_that_are_answered_differently_are_named() -> None:
    one = {name: [["Hello."] for _ in lines] for name, lines in scripts().items()}
    other = {name: list(answers) for name, answers in one.items()}
    assert differing(one, other) == []
    name = next(iter(other))
    other[name][0] = []
    (line,) = differing(one, other)
    assert line.startswith(f"{name}: 'hello'")
    assert line.endswith("nothing")
