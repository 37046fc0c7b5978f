"""Networks in the browser: the pictures that follow from their parameters, and the graph of the neurons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ui.player.network_form import NetworkForm, NetworkLoss
from ui.player.tracks import Owner


@dataclass(frozen=True)
class Field:
    """A network's outputs over the whole of a flat panel, as colours; the panel's axes are its two inputs.

    One output fades from the first colour through the ground to the second, and a line is drawn half way; of several,
    each has its colour, the stronger the more probable, and lines part the places where another is the largest.

    Attributes:
        colours: Two for one output, otherwise one for each.
        levels: Of one output, the values that have the full colours; a probability's line is half way between them.
        classes: What each colour stands for, for those who do not see it.
    """

    panel: int
    form: NetworkForm
    colours: tuple[str, ...]
    name: str
    levels: tuple[float, float] = (0.0, 1.0)
    classes: tuple[str, ...] = ()
    width: float = 2.5
    of: Owner = "run"
    kind: Literal["field"] = "field"


@dataclass(frozen=True)
class Border:
    """The lines of a `Field` alone, where another run would draw them."""

    panel: int
    form: NetworkForm
    levels: tuple[float, float]
    colour: str
    name: str
    width: float = 2.5
    dash: bool = True
    of: Owner = "run"
    kind: Literal["border"] = "border"


@dataclass(frozen=True)
class NetworkCurve:
    """An output of a network with one input, as a curve over the places ``x``, shape `(m,)`."""

    panel: int
    x: np.ndarray
    form: NetworkForm
    colour: str
    name: str
    output: int = 0
    width: float = 3.5
    dash: bool = False
    of: Owner = "run"
    kind: Literal["network_curve"] = "network_curve"


@dataclass(frozen=True)
class HiddenSpace:
    """The rows of a data set as the last layer sees them: what comes out of the last hidden layer, as points.

    The axes are two of its neurons; where the layer has no other, the boundary is drawn, which is straight there.

    Attributes:
        rows: Inputs, in the units of the axes, shape `(n, d)`.
        classes: Of each row the number of its colour, shape `(n,)`.
        colours: Of the classes.
        levels: As in `Field`.
        neurons: Which two of the layer's neurons, from 0; one twice where the layer has only one.
    """

    panel: int
    form: NetworkForm
    rows: np.ndarray
    classes: np.ndarray
    colours: tuple[str, ...]
    name: str
    neurons: tuple[int, int] = (0, 1)
    levels: tuple[float, float] = (0.0, 1.0)
    size: float = 8
    width: float = 2.5
    of: Owner = "run"
    kind: Literal["hidden_space"] = "hidden_space"


NetworkTrack = Field | Border | NetworkCurve | HiddenSpace


@dataclass(frozen=True)
class Settable:
    """How a person may set the weights and biases of a network, at the epoch on show.

    Attributes:
        changed: What was set so far, each as an epoch, the index of a parameter and its value.
        loss: That of the rows it learns from, without a penalty.
        decay: λ of the penalty λ/2 Σ w² on its weights.
        l1: α of the penalty α Σ |w| on them.
        largest: No value is set further from 0.
        most: So many may be set at most.
    """

    changed: tuple[tuple[int, int, float], ...]
    loss: NetworkLoss
    decay: float
    l1: float
    largest: float
    most: int


@dataclass(frozen=True)
class Editable:
    """How far the buttons below a network's graph may change it.

    Attributes:
        layers: Hidden layers it may have at most.
        neurons: Neurons that each of them may have at most.
        usual: Neurons of the first layer that is added.
        activations: Names and words of those that each layer may have; the first layer that is added has the last
            one that a layer had.
        weights: How its weights and biases may be set; None where they may not.
    """

    layers: int
    neurons: int
    usual: int = 4
    activations: tuple[tuple[str, str], ...] = ()
    weights: Settable | None = None


@dataclass(frozen=True)
class NetworkGraph:
    """The network as a graph below the pictures, in step with them.

    Every neuron shows its own value over the inputs, every line the size and sign of a weight.

    Attributes:
        inputs: Names of the inputs.
        outputs: Names of the outputs.
        ranges: Of each input, from where to where the neurons' pictures go, in the units of the axes.
        colours: As in `Field`.
        levels: As in `Field`.
        editable: How far its buttons may change the network; None where there is nobody who could train another.
        pointable: Whether a picture beside it shows places that can be pointed at.
    """

    form: NetworkForm
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    ranges: tuple[tuple[float, float], ...]
    colours: tuple[str, ...]
    levels: tuple[float, float] = (0.0, 1.0)
    editable: Editable | None = None
    pointable: bool = True
    kind: Literal["network_graph"] = "network_graph"


@dataclass(frozen=True)
class StartsWall:
    """Runs of a network from many starts as a wall of small fields, in step with the pictures.

    The epochs of all runs lie end to end.

    Attributes:
        ranges: As in `NetworkGraph`.
        colours: As in `Field`.
        levels: As in `Field`.
        judged: What tells whether a run has learned: the accuracy on its rows, or a loss.
        bound: The least accuracy, in percent, or the largest loss with which it has.
        rule: That in words, as they follow "a start that".
        seeds: Of each run the seed of its start.
        chosen: The place of the run that is on show.
        offsets: Of each run the place of its first epoch, and behind the last run the number of all.
        epochs: Shape `(k,)`, of each run increasing, from 0.
        losses: Shape `(k,)`.
        parameters: Shape `(k, P)`.
        diverged: Of each run whether it diverged.
        editable: Whether a field can be pressed to see its run; None where there is nobody who could train it.
    """

    form: NetworkForm
    ranges: tuple[tuple[float, float], ...]
    colours: tuple[str, ...]
    levels: tuple[float, float]
    judged: NetworkLoss
    bound: float
    rule: str
    seeds: tuple[int, ...]
    chosen: int
    offsets: tuple[int, ...]
    epochs: np.ndarray
    losses: np.ndarray
    parameters: np.ndarray
    diverged: tuple[bool, ...]
    editable: bool | None = True
    kind: Literal["starts_wall"] = "starts_wall"
