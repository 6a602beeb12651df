"""Rasa custom actions and forms, one module per dialogue.

On a server of their own: `rasa run actions --actions bot.actions`.
"""
