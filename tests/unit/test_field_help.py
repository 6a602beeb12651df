"""Which field of a claim a message asks to understand."""

import pytest

from bot.claims.field_help import field_to_explain


@pytest.mark.parametrize(
    "text,asked,field",
    [
        ("help", "email", "email"), ("help me please", "name", "name"), ("why?", "email", "email"),
        ("I don't understand", "consent", "consent"), ("can you explain this", "order", "order"),
        ("what should I write here?", "email", "email"), ("what does that mean?", "order", "order"),
        ("why do you need my email", "email", "email"), ("why do you need that?", "name", "name"),
        ("what is an order number?", "order", "order"),
        ("where do I find the order number?", "email", "order"),
        # Questions about something else.
        ("what happens if I don't claim?", "name", None), ("is it dangerous?", "email", None),
        ("where is the serial number?", "email", None), ("why was it recalled?", "name", None),
        ("what do you do with my address?", "email", None),
        # Answers.
        ("jane@example.com", "email", None), ("Howard Help", "name", None),
        ("Amazon", "seller", None),
        ("my name is Jane", "name", None), ("order 112-345", "order", None), ("", "name", None),
    ],
)  # fmt: skip
def test_the_field_that_is_asked_about(text, asked, field):
    assert field_to_explain(text, asked) == field
