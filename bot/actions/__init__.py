"""Rasa custom actions and forms, one module per dialogue; `rasa run actions --actions bot.actions`."""
