"""Keeps Rasa from writing what customers say into the log."""

from __future__ import annotations

import logging
import os

__all__ = ["quiet_rasa", "tell_training"]


def quiet_rasa() -> None:
    """Configure structlog and the environment before Rasa is imported.

    A bare Agent prints texts and slots, because structlog's default prints every level.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_INTRA_OP_PARALLELISM_THREADS", "1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Libraries warn each other of changes to come, and switch each other's filters on again.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    for name in ("rasa", "rasa_sdk", "sanic", "apscheduler", "matplotlib", "tensorflow", "h5py"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Rasa writes an action's exception with its message; describe() tells the operator instead.
    logging.getLogger("rasa.core.processor").setLevel(logging.CRITICAL)
    logging.getLogger("rasa.core.actions.action").setLevel(logging.CRITICAL)


def tell_training() -> None:
    """Let what takes minutes say, on standard error, how far it is."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("  %(message)s"))
    for name in ("rasa.engine.training.hooks", "bot.nlu.sentence_models"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.handlers = [handler]
