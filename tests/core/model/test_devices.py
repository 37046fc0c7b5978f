"""The device is where it was asked for, or the refusal says what there is."""

from __future__ import annotations

import pytest
import torch

from core.data import load
from core.model import DEVICES, Recipe
from core.model.devices import AUTO_WORK, choose_device
from core.training import train


def test_small_work_stays_on_the_cpu() -> None:
    """Automatic choice takes the CPU for a lesson, whatever else is there."""
    assert choose_device("auto", "float64", work=10_000) == torch.device("cpu")


@pytest.mark.parametrize("there", [True, False])
def test_large_work_goes_to_the_gpu_if_there_is_one(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Automatic choice takes CUDA for large work where it is available, the CPU where not."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert choose_device("auto", "float64", work=AUTO_WORK).type == ("cuda" if there else "cpu")


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the devices that are available."""
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ValueError, match=f"device '{device}' is not available here; available are auto, cpu."):
        train(load("study_hours"), Recipe(epochs=1, device=device))


def test_apples_gpu_has_no_double_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for float64 on mps is refused with both ways out; float32 is let through."""
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    with pytest.raises(ValueError, match=r"choose dtype 'float32' or device 'cpu'."):
        choose_device("mps", "float64")
    assert choose_device("mps", "float32").type == "mps"


def test_the_cpu_is_always_there() -> None:
    """Automatic choice and the CPU are available on every machine."""
    assert DEVICES["auto"].function()
    assert DEVICES["cpu"].function()
