"""Numbers for the operator, in Prometheus' text format; no personal data in any label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.messages = Counter(
            "recall_messages", "Messages by what became of them", ["outcome"],
            registry=self._registry,
        )  # fmt: skip
        self.answer_seconds = Histogram(
            "recall_answer_seconds", "From a message's arrival to its answer",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 12), registry=self._registry,
        )  # fmt: skip
        self.photos = Counter(
            "recall_photos", "Photos by what became of them", ["outcome"],
            registry=self._registry,
        )  # fmt: skip
        self.photos_read = Counter(
            "recall_photos_read", "Photos looked at by machine, by whether it could",
            ["outcome"], registry=self._registry,
        )  # fmt: skip
        self.photo_seconds = Histogram(
            "recall_photo_seconds", "How long the machine looked at a photo, and it waited",
            buckets=(0.5, 1, 2, 4, 8), registry=self._registry,
        )  # fmt: skip
        self.webhooks = Counter(
            "recall_channel_webhooks", "Webhooks of messaging channels by what became of them",
            ["channel", "outcome"], registry=self._registry,
        )  # fmt: skip
        self.sent = Counter(
            "recall_channel_sent", "Messages to customers on channels by what became of them",
            ["channel", "outcome"], registry=self._registry,
        )  # fmt: skip
        self.notices = Gauge(
            "recall_notices", "E-mails in the outbox that have not surely gone out, by their state",
            ["state"], registry=self._registry,
        )  # fmt: skip
        self.ready = Gauge(
            "recall_engine_ready", "1 when turns can be run", registry=self._registry
        )

    def photo_read(self, read: bool, seconds: float) -> None:
        """A photo has been looked at by machine."""
        self.photos_read.labels("read" if read else "unread").inc()
        self.photo_seconds.observe(seconds)

    def text(self) -> bytes:
        """All numbers, as Prometheus reads them."""
        return generate_latest(self._registry)
