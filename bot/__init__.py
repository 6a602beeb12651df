"""The recall assistant. The core packages import neither rasa nor rasa_sdk."""
