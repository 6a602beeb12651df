"""Which identification rules ask the serial list in the database."""

import pytest

from bot.recalls.rules.facts import MakersTool, SerialList
from bot.recalls.rules.rule import AllOf, AnyOf, Not

TOOL = MakersTool("https://www.example.com")


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (SerialList(), True), (TOOL, False), (MakersTool(TOOL.url, or_list=True), True),
        (AllOf((TOOL, AnyOf((Not(SerialList()),)))), True), (AllOf((TOOL, Not(TOOL))), False),
    ],
)  # fmt: skip
def test_a_rule_asks_the_list_where_any_part_of_it_does(rule, asked):
    assert rule.asks_list() is asked
