"""Rasa graph components: tokenizer, unit extractor, sentence encoder, fallback, hazard detector."""
