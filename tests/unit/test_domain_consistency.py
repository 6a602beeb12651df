"""domain.yml, the dialogue data and the code agree. Nothing of Rasa is imported."""

import ast
import itertools
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from ruamel.yaml import YAML

from bot.claims.life import STATES
from bot.recalls import load_recall

ROOT = Path(__file__).parents[2]
DOMAIN = YAML(typ="safe").load((ROOT / "domain.yml").read_text())
RECALL = load_recall(ROOT / "data" / "recalls" / "25-338.yml")
RESPONSES = {name: [v["text"] for v in texts] for name, texts in DOMAIN["responses"].items()}
SOURCES = {
    path: ast.parse(path.read_text())
    for path in sorted([*(ROOT / "bot/actions").glob("*.py"),
                        *(ROOT / "bot/conversations").glob("*_words.py")])
}  # fmt: skip
FIELDS = [field.key for field in RECALL.claim.fields]
NEVER_TYPED = {"send_photo", "agree_recheck", "delete_data", "show_data"}
MIN_EXAMPLES = 20


def _stories():
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        loaded = YAML(typ="safe").load(path.read_text())
        yield from (*loaded.get("rules", ()), *loaded.get("stories", ()))


def _examples():
    found = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in YAML(typ="safe").load(path.read_text())["nlu"]:
            if "intent" in entry:
                lines = [x[2:] for x in entry["examples"].splitlines() if x.startswith("- ")]
                found.setdefault(entry["intent"], []).extend(lines)
    return found


STEPS = [step for rule in _stories() for step in rule["steps"]]
QUESTIONS = {rule["steps"][0]["intent"] for rule in _stories()
             if rule["steps"][1:] == [{"action": "action_answer_question"}]}  # fmt: skip
# What a name in braces of an f-string can be. "intent": every intent that reaches
# action_answer_question, also as the first step of a longer rule.
VALUES = {
    "kind": ["affected", "possibly_affected", "check_again", "not_listed", "unknown_product"],
    "claim.state": [s for s in STATES if s != "expired"],
    "topic": [*FIELDS, "serial", "count", "confirmed"],
    "turn.intent": sorted(
        QUESTIONS
        | {rule["steps"][0]["intent"] for rule in _stories()
           if {"action": "action_answer_question"} in rule["steps"][1:2]}
    ),
}  # fmt: skip


def _why_values():
    for tree in SOURCES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_WHY":
                return sorted(set(ast.literal_eval(node.value).values()))
    raise AssertionError("no module has _WHY")


def _names(node, but=()):
    """All values that a response's name may have. but: what no name in braces is here."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        # "a" if field == "email" else f"b_{field}": there it is another field.
        test = node.test
        equal = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)
        other = [x.value for x in test.comparators if isinstance(x, ast.Constant)] if equal else ()
        return _names(node.body, but) + _names(node.orelse, (*but, *other))
    if isinstance(node, ast.JoinedStr):
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append([part.value])
                continue
            written = ast.unparse(part.value)
            values = _why_values() if written.startswith("_WHY[") else VALUES[written]
            parts.append([value for value in values if value not in but])
        return ["".join(p) for p in itertools.product(*parts)]
    raise AssertionError(ast.dump(node))


def _said():
    """(response, names of the values given) of each `say` in the code."""
    for tree in SOURCES.values():
        for function in ast.walk(tree):
            if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            variables = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    variables.setdefault(node.targets[0].id, []).append(node.value)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say":
                    first = node.args[0]
                    written = variables[first.id] if isinstance(first, ast.Name) else [first]
                    given = {k.arg for k in node.keywords}
                    for source in written:
                        for name in _names(source):
                            yield name, given


SAID = list(_said())
ASKED_BY_RASA = {name for name in RESPONSES if name.startswith("utter_ask_")}


def _placeholders(name):
    return {key for text in RESPONSES[name] for _, key, _, _ in Formatter().parse(text) if key}


# --- actions ------------------------------------------------------------------------------------


def _action_names():
    for tree in SOURCES.values():
        for cls in (n for n in tree.body if isinstance(n, ast.ClassDef)):
            for method in (n for n in cls.body if getattr(n, "name", "") == "name"):
                for node in ast.walk(method):
                    if isinstance(node, ast.Return):
                        yield node.value.value


def test_every_action_of_the_domain_is_written_and_the_other_way_round():
    assert sorted(_action_names()) == sorted(DOMAIN["actions"])


def test_every_action_of_a_rule_or_story_is_known():
    known = {*DOMAIN["actions"], *DOMAIN["forms"], "action_deactivate_loop", "action_listen"}
    assert {s["action"] for s in STEPS if "action" in s} <= known


def test_every_action_but_those_of_forms_stands_in_a_rule():
    used = {s["action"] for s in STEPS if "action" in s}
    of_forms = {a for a in DOMAIN["actions"] if a.startswith(("validate_", "action_ask_"))}
    assert set(DOMAIN["actions"]) - of_forms == used - set(DOMAIN["forms"]) - {
        "action_deactivate_loop"
    }


# --- responses ----------------------------------------------------------------------------------


def test_every_response_that_is_said_exists():
    assert {name for name, _ in SAID} <= set(RESPONSES)


def test_every_response_is_said():
    assert set(RESPONSES) - {name for name, _ in SAID} - ASKED_BY_RASA == set()


def test_what_rasa_asks_itself_is_a_slot_of_a_form():
    for name in ASKED_BY_RASA:
        form = next(f for f in DOMAIN["forms"] if name.startswith(f"utter_ask_{f}_"))
        assert name.removeprefix(f"utter_ask_{form}_") in DOMAIN["forms"][form]["required_slots"]


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_placeholder_is_filled(name):
    facts = set(RECALL.facts())
    givens = [given for said, given in SAID if said == name]
    if name in ASKED_BY_RASA:
        # Rasa itself says these, with slots and nothing else.
        assert _placeholders(name) <= set(DOMAIN["slots"])
    for given in givens:
        assert _placeholders(name) <= facts | given


def test_no_response_calls_a_unit_safe_to_use():
    for name, texts in RESPONSES.items():
        for text in texts:
            plain = " ".join(text.lower().split())
            plain = re.sub(r"if (it|that) is safe( to touch)?", "", plain)
            plain = plain.replace("i can't tell you that it is safe", "")
            assert not re.search(r"safe to \w+|is safe\b|not affected", plain), name
            assert "you can (still|keep|continue)" not in plain, name


# --- forms, slots, intents ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "form,slot", [(f, s) for f, form in DOMAIN["forms"].items() for s in form["required_slots"]]
)
def test_every_slot_of_a_form_has_one_question(form, slot):
    asked = [
        f"action_ask_{form}_{slot}" in DOMAIN["actions"],
        f"utter_ask_{form}_{slot}" in RESPONSES,
    ]
    assert asked.count(True) == 1
    assert slot in DOMAIN["slots"]


def test_the_claim_form_asks_what_the_recall_file_asks_in_its_order():
    slots = [f"claim_{key}" for key in FIELDS] + ["claim_confirmed"]
    # A question of ours: the serial on a photo is asked about once the photos are in.
    slots.insert(slots.index("claim_photos") + 1, "claim_serial")
    assert DOMAIN["forms"]["claim_form"]["required_slots"] == slots


def test_no_slot_is_filled_from_what_a_customer_writes():
    for name, slot in DOMAIN["slots"].items():
        assert slot["mappings"] == [{"type": "custom"}], name


def test_every_slot_that_the_code_sets_exists():
    written = "".join(path.read_text() for path in SOURCES)
    for name in re.findall(r'SlotSet\("([a-z_]+)"', written):
        assert name in DOMAIN["slots"] or name == "requested_slot"


def test_rasa_takes_no_other_file_for_its_own():
    """The plain commands read each file under data/ that has one of these keys at its top."""
    of_rasa = {
        "actions", "config", "e2e_actions", "entities", "forms", "intents", "nlu", "responses",
        "rules", "session_config", "slots", "stories",
    }  # fmt: skip
    for path in (ROOT / "data").rglob("*.yml"):
        if path.parent.name not in ("nlu", "stories"):
            keys = set(YAML(typ="safe").load(path.read_text()) or ())
            assert not keys & of_rasa, path.name


def test_every_intent_has_enough_examples():
    examples = _examples()
    assert set(examples) == set(DOMAIN["intents"]) - NEVER_TYPED
    assert {i: len(set(x)) for i, x in examples.items() if len(set(x)) < MIN_EXAMPLES} == {}


def test_every_intent_is_handled():
    handled = {s["intent"] for s in STEPS if "intent" in s}
    assert handled == {*DOMAIN["intents"], "nlu_fallback"}


def test_every_button_presses_a_known_intent():
    written = "".join(path.read_text() for path in SOURCES)
    pressed = re.findall(r'Button\("[^"]+", "/([a-z_]+)"', written)
    titles = next(
        ast.literal_eval(n.value)
        for tree in SOURCES.values()
        for n in tree.body
        if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "_TITLES"
    )
    assert pressed
    assert {*pressed, *titles} <= set(DOMAIN["intents"])


# --- no fact of a recall outside of its file ----------------------------------------------------

FACTS = re.compile(
    r"a1263|\banker\b|powercore|25-?338|988.?7973|support@anker|1[,.]?158[,.]?000|\$27\b|\$30\b|"
    r"june\s+12|2025-06-12|newegg|akff1y0e|800-638-2772|october 21, 2025",
    re.IGNORECASE,
)
# Places that may name them all the same, with the reason.
ALLOWED = {
    "bot/cli/base.py": "examples in --help",
    "bot/cli/check.py": "examples in --help",
    "bot/cli/recalls.py": "examples in --help",
    "bot/cli/service.py": "examples in --help",
    "bot/recalls/typed.py": "a date as example in an error message",
    "bot/recalls/demo.py": "the one made-up serial of the documentation",
    "bot/recalls/reading.py": "docstring; Anker's shapes of model and serial",
}
# Words of makers' names that the reading of identifiers knows (any maker's, not this recall's).
READING = re.compile(r"bot/recalls/(reading|spoken)[\w/]*\.py$")


def _code_with_facts():
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text())
        docstrings = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and node not in docstrings and FACTS.search(text):
                yield name, text


def test_no_fact_of_a_recall_stands_in_code():
    found = {name for name, _ in _code_with_facts() if not READING.search(name)}
    assert found - set(ALLOWED) == set()


def test_no_fact_of_a_recall_stands_in_the_domain():
    assert FACTS.findall((ROOT / "domain.yml").read_text()) == []


# --- the core stands alone ----------------------------------------------------------------------


def test_the_core_imports_nothing_of_rasa():
    code = (
        "import sys, pkgutil, importlib, bot\n"
        "for name in ('recalls', 'claims', 'conversations', 'storage'):\n"
        "    package = importlib.import_module('bot.' + name)\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if '.migrations' not in module.name:\n"
        "            importlib.import_module(module.name)\n"
        "import bot.safety, bot.settings, bot.errors\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('rasa', 'rasa_sdk', 'tensorflow')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr[-500:]
