"""Runs one turn of the dialogue: in this process, or on a Rasa server."""
