"""Rasa graph components: tokenizer, units, encoders, classifier, fallback, hazards, questions."""
