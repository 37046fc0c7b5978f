"""The same training as courses write it, to read and to compare with."""

from core.reference.tensors_by_hand import from_scratch
from core.reference.torch_parts import with_parts
from core.reference.two_ways import walk

__all__ = ["from_scratch", "walk", "with_parts"]
