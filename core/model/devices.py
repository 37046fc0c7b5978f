"""Choose where the tensors live."""

from __future__ import annotations

import torch

from core.data import Choice, registry

AUTO_WORK = 20_000_000  # numbers touched per step above which a GPU outweighs the cost of launching kernels


def _always() -> bool:
    return True


def _cuda_is_available() -> bool:
    return torch.cuda.is_available()


def _mps_is_available() -> bool:
    return torch.backends.mps.is_available()


DEVICES = registry(
    [
        Choice("auto", "Automatic", "", _always),
        Choice("cpu", "CPU", "", _always),
        Choice("cuda", "NVIDIA GPU", "", _cuda_is_available),
        Choice("mps", "Apple GPU", "", _mps_is_available),
    ]
)


def choose_device(device: str, dtype: str, *, work: int = 0) -> torch.device:
    """Return the device to train on.

    Args:
        device: A name from `DEVICES`.
        dtype: `"float64"` or `"float32"`.
        work: Numbers that a step touches, 0 if none is taken; decides for `"auto"`.

    Raises:
        ValueError: If the device is not there, or has no such numbers.
    """
    if device == "auto":
        return torch.device("cuda" if work >= AUTO_WORK and _cuda_is_available() else "cpu")
    if not DEVICES[device].function():
        there = ", ".join(name for name, choice in DEVICES.items() if choice.function())
        raise ValueError(f"device {device!r} is not available here; available are {there}.")
    if device == "mps" and dtype == "float64":
        raise ValueError("device 'mps' has no float64 numbers; choose dtype 'float32' or device 'cpu'.")
    return torch.device(device)


def finish(device: torch.device) -> None:
    """Wait until a device has done what it was told: a GPU answers before it has, and would be timed as if it had."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
