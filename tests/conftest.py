"""Hypothesis profiles: the same examples on every run in CI, others while developing."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are drawn at their own width, whatever the terminal of whoever runs the tests."""
    monkeypatch.delenv("COLUMNS", raising=False)
