"""`python -m bot.cli` is the `recall-assistant` command."""

from bot.cli import main

main()
