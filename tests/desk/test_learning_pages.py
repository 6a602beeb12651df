"""What was not understood is labelled; a common question is added, measured and let live."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bot.desk.pages.unclear
from bot.conversations.common_questions import find_question, load_questions
from bot.conversations.unclear import Unclear
from bot.desk import DESK, Desk
from bot.desk.grouping import Likeness, group_alike
from bot.desk.pages.questions import TRIALS
from bot.desk.pages.unclear import LABELS, LIKENESS
from bot.desk.trials import Trials
from bot.engine.evaluation import DANGER, Report, save_report
from bot.engine.train import fingerprint
from bot.nlu.labels import add_labels
from bot.settings import EVALUATIONS, PROJECT
from tests.desk.helpers import until
from tests.web.conftest import Site

NLU = """version: "3.1"
nlu:
- intent: where_sold
  examples: |
    - where was it sold
- intent: out_of_scope
  examples: |
    - sing me a song
"""
FORM = {
    "name": "Cable too",
    "nearest": "other_recall",
    "phrasings": "is the cable recalled\nthe usb cable?\ncable too?\nand my cord\nthe wire",
    "tests": "does it count for the cord as well\nthe charging wire too",
    "answer": "The notice names the {product_kind} only.",
}
MEASURE = """
import json, os, sys, time
folder, model, models, name = sys.argv[1:]
for _ in range(3000):
    if os.path.exists(f"{folder}/go"):
        break
    time.sleep(0.02)
else:
    sys.exit("never told to go")
rows = {"model": model, "at": "", "figures": {"all right, set A": 0.8},
        "lines": {"a line": ["where_sold", "other_recall__cable_too"]}}
open(f"{folder}/{model}.json", "w").write(json.dumps(rows))
open(f"{models}/recall-{model}.tar.gz", "w").close()
sys.exit(name != "cable_too")
"""


@pytest.fixture
def root(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two intents."""
    (tmp_path / "data/nlu").mkdir(parents=True)
    (tmp_path / "data/nlu/topics.yml").write_text(NLU)
    monkeypatch.setattr(desk.trainer, "root", tmp_path)
    monkeypatch.setattr(bot.desk.pages.unclear, "NLU", tmp_path / "data/nlu")
    return tmp_path


async def test_a_large_group_is_shown_in_parts(
    members: Any, desk: Desk, root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness = next(sub for sub in site.server.app._subapps if DESK in sub)[LIKENESS]
    monkeypatch.setattr(likeness, "_encode", lambda text: np.array((1, 0), np.float32))
    monkeypatch.setattr(bot.desk.pages.unclear, "LINES_OF_A_GROUP", 2)
    for n in range(5):
        await Unclear(desk.database).keep(f"blorp {'x' * n}", "inform", 0.1)
    lead = await members("Lea", "lead")
    await lead.get("/desk/unclear")
    await asyncio.wait_for(likeness.settled(), 60)
    page = (await lead.get("/desk/unclear")).raw.decode()
    assert page.count('name="text"') == 2
    assert "5 alike" in page and "3 more like these" in page


async def test_unclear_lines_are_grouped_labelled_and_gone(
    members: Any, desk: Desk, root: Path, site: Site
) -> None:
    store = Unclear(desk.database)
    texts = ["which shop had it", "which store had this", "<b>bold</b>", "=1+1 please"]
    for n, text in enumerate(texts):
        await store.keep(text, "nlu_fallback", 0.1 + n / 100)
    lead = await members("Lea", "lead")
    await lead.get("/desk/unclear")
    likeness = next(sub for sub in site.server.app._subapps if DESK in sub)[LIKENESS]
    await asyncio.wait_for(likeness.settled(), 120)  # the encoders are loaded
    page = (await lead.get("/desk/unclear")).raw.decode()
    assert "still being compared" not in page
    assert "2 alike" in page
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page
    assert "'=1+1 please" in (await lead.get("/desk/unclear.csv")).raw.decode()
    fields = {"intent": "where_sold", "text": texts[0], "line": "  what store  was it "}
    answer = await lead.post("/desk/unclear/label", **fields)
    assert answer.headers["Location"] == "/desk/unclear?added=2"
    file = desk.settings.data_dir / LABELS
    assert file.read_text().splitlines()[1:] == [
        "where_sold,which shop had it", "where_sold,what store was it",
    ]  # fmt: skip
    # Not in the training data yet: the service must be able to start again.
    assert (root / "data/nlu/topics.yml").read_text() == NLU
    await lead.post("/desk/unclear/dismiss", text=texts[2])
    assert [m.text for m in await store.waiting()] == [texts[1], texts[3]]
    for wrong, why in (
        ({"intent": "", "text": texts[1]}, "choose an intent"),
        ({"intent": "where_sold"}, "choose an intent"),
        ({"intent": "nonsense", "text": texts[1]}, "no intent nonsense"),
        ({"intent": "where_sold", "line": "sing me a song"}, "stands under out_of_scope"),
        ({"intent": "where_sold", "line": "[x](model)"}, "cannot be a training line"),
        ({"intent": "out_of_scope", "line": "which shop had it"}, "stands under where_sold"),
    ):
        refused = await lead.post("/desk/unclear/label", **wrong)
        assert (refused.status, why in refused.raw.decode()) == (400, True), wrong
    await lead.post("/desk/unclear/label", intent="out_of_scope", text=texts[3])
    assert sum(add_labels(file, root / "data/nlu").lines.values()) == 3
    lines = (root / "data/nlu/topics.yml").read_text()
    assert "    - where was it sold\n    - which shop had it\n    - what store was it\n" in lines
    assert "    - =1+1 please\n" in lines


async def test_each_look_at_what_was_not_understood_is_in_the_audit(
    members: Any, desk: Desk
) -> None:
    await Unclear(desk.database).keep("blorp the thing", "inform", 0.1)
    lead = await members("Lea", "lead")
    for path in ("unclear", "unclear.csv"):
        assert (await lead.get(f"/desk/{path}")).status == 200
    entries = await desk.audit.latest(desk.database, limit=2)
    told = [(e.actor, e.action, e.details) for e in entries]
    assert told == [
        ("lea", "unclear exported", {"count": 1}), ("lea", "unclear listed", {"count": 1}),
    ]  # fmt: skip


async def test_a_question_is_checked_measured_and_let_live(
    members: Any, desk: Desk, site: Site, root: Path
) -> None:
    lead = await members("Lea", "lead")
    refused = await lead.post("/desk/questions", **{**FORM, "answer": "It is safe to use."})
    assert refused.status == 400
    assert "may not say that a unit is safe" in refused.raw.decode()
    assert load_questions(root / "data/questions") == []
    assert (await lead.post("/desk/questions", **FORM)).status == 303
    address = "/desk/questions/cable_too"
    question = find_question(root / "data/questions", "cable_too")
    assert question is not None
    assert (question.by, question.live) == ("lea", False)
    # Nothing goes live that was not measured as it is.
    assert (await lead.post(f"{address}/live")).status == 409
    folder, models = desk.settings.data_dir / EVALUATIONS, desk.settings.models_dir
    now = Report(fingerprint(root), "", {"all right, set A": 0.9}, {"a line": ("where_sold",) * 2})
    save_report(folder, now)
    trial = fingerprint(root, question)
    trials = next(sub for sub in site.server.app._subapps if DESK in sub)[TRIALS]
    trials._command = (sys.executable, "-c", MEASURE, str(folder), trial, str(models))
    try:
        assert (await lead.post(f"{address}/try")).status == 303
        assert (await lead.post(f"{address}/try")).status == 409  # one at a time
        assert b"is being measured" in (await lead.get(address)).raw
        (folder / "go").touch()
        await asyncio.wait_for(trials._running, 90)
        page = (await lead.get(address)).raw.decode()
        for words in ("90.0 %", "<strong>80.0 %</strong>", "worse", "where sold → other recall"):
            assert words in page
        save_report(folder, replace(now, figures={**now.figures, f"{DANGER}, set A": 0.99}))
        refused = await lead.post(f"{address}/live")
        assert (refused.status, b"less often" in refused.raw) == (409, True)
        save_report(folder, now)
        assert (await lead.post(f"{address}/live")).status == 303
        live = find_question(root / "data/questions", "cable_too")
        assert live is not None
        assert live.live
        assert fingerprint(root) == trial
        # The service must be able to start without it.
        for path, fields in (("/desk/questions", FORM), (f"{address}/remove", {})):
            refused = await lead.post(path, **fields)
            assert (refused.status, b"not kept any more" in refused.raw) == (409, True)
        (models / f"recall-{now.model}.tar.gz").touch()
        # Changed words were not measured: a draft again.
        await lead.post("/desk/questions", **{**FORM, "answer": "Only the {product_kind}."})
        assert fingerprint(root) == now.model
    finally:
        for model in (trial, now.model):
            (models / f"recall-{model}.tar.gz").unlink(missing_ok=True)
    assert (await lead.post(f"{address}/remove")).status == 303
    assert (await lead.get(address)).status == 404
    actions = [e.action for e in await desk.audit.latest(desk.database, subject="cable_too")]
    assert actions[::-1] == [
        "question saved", "question tried", "question live", "question saved", "question removed",
    ]  # fmt: skip


def test_the_desk_knows_no_engine() -> None:
    for source in (PROJECT / "bot/desk").rglob("*.py"):
        assert not re.search(r"bot\.engine|import rasa", source.read_text()), source


async def test_a_trial_that_fails_is_told_and_ends_with_the_service(tmp_path: Path) -> None:
    trials = Trials((sys.executable, "-c", "import sys; sys.exit(3)"))
    assert trials.start("one", tmp_path / "one.log")
    assert trials._running is not None
    await asyncio.wait_for(trials._running, 60)
    assert "ended with 3" in trials.failed["one"]
    slow = Trials((sys.executable, "-c", "import time; time.sleep(60)"))
    slow.start("two", tmp_path / "two.log")
    await until(lambda: slow._process)
    await slow.stop()
    assert slow._process is not None
    assert slow._process.returncode is not None


ON_ANOTHER_LOOP = """
import asyncio, sys
from pathlib import Path
from bot.desk.trials import Trials

async def main():
    import rasa.core.channels  # which sets the policy of another kind of loop than this one
    trials = Trials((sys.executable, "-c", "print('measured')"))
    trials.start("one", Path(sys.argv[1]))
    await trials._running
    print(trials.failed, Path(sys.argv[1]).read_text())

asyncio.run(main())
"""


def test_a_trial_runs_in_a_service_that_has_loaded_rasa(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ON_ANOTHER_LOOP, str(tmp_path / "log")],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "{} measured"


async def test_texts_are_compared_beside_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = {"a": (1, 0), "a2": (0.9, 0.1), "b": (0, 1)}
    assert group_alike([]) == []
    likeness = Likeness(lambda text: np.array(vectors[text], np.float32))
    await likeness.group(["b", "a", "a2"])
    await likeness.settled()
    assert await likeness.group(["b", "a", "a2"]) == ([[1, 2], [0]], 0)

    def broken(text: str) -> np.ndarray:
        raise ValueError

    assert await Likeness(broken).group(["a", "b"]) == ([[0], [1]], 2)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_report(tmp_path, Report("m", "now", {"x": 0.5}, {"é": ("a", "b")}))
    assert json.loads((tmp_path / "m.json").read_text())["lines"] == {"é": ["a", "b"]}
