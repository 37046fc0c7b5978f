"""What the tutorials said, and what is true, lesson by lesson; the figures are those of the tests."""

from __future__ import annotations

STUDY_HOURS = (
    "“9.18x + 338.15 is the fit.” It is not least squares: its mean squared error is 3223.6975 against 1501.9345. "
    "Switch on *A textbook line* with the data × 10.",
    "“45 hours → about 751, close to the actual score.” (45, 751.25) is the centre of the data: every line through it "
    "gives 751.25 there, right or wrong. No student studied 45 hours.",
    "Its table and its code differ by 10 in both columns. The slope stays, the intercept grows by 10, and the "
    "condition number from 131.8 to 12,393: the same lesson, a hundred times harder to learn.",
    "“1000 epochs at 0.0001 give 14.47x + 17.41.” That is not converged: the loss looks flat, the steep direction is "
    "done, the shallow one would need about 168,000 epochs to come within 0.1%.",
)

GRADIENT_DESCENT_ANIMATOR = (
    "Table and code of the study hours differ by 10 in both columns. The slope stays, the intercept grows by 10, and "
    "the condition number goes from 131.8 to 12,393: choose the data × 10 and see the valley stretch.",
    "“1000 epochs at 0.0001 give 14.47x + 17.41” on the data × 10. That is not converged: the loss looks flat, the "
    "steep direction is done, the shallow one would need about 168,000 epochs to come within 0.1%.",
    "The Hubble data are scaled there as if for neatness. Scaling is not optional: its rate of 0.05 is 8.3 times the "
    "critical rate of the raw data. Look at them in *Raw vs. scaled*.",
)

CROP_YIELDS = (
    "It trains on the raw features at 1e−5. Their condition number is 2.19 million: the loss is 154 after 100 epochs "
    "and 0.514 after 100,000, against a lowest possible loss of 0.483, and the bias is practically never learned. "
    "z-scored features bring the condition number to 6.9 and the loss to the lowest possible one within 100 epochs at "
    "rate 0.5.",
    "Its version of 15 rows takes batches of 5. With the rows in order, from zeros, at 1e−5 the loss over all rows is "
    "2868.4273482 after 1 epoch, 346.7158918 after 10 and 25.0105274 after 100; the lowest possible loss is "
    "0.9094459849.",
    "It shows predictions close to the targets as proof of success. Five rows and four parameters for each target "
    "leave one degree of freedom: an R² of 0.999 means nothing, and the data are invented.",
)

PERCEPTRON = (
    "“No activation function is needed”, it says, but its code has one: `clamp(min=0)` makes the model "
    "b + max(0, w x), and that is a ReLU. For 7.01064% of the starts in [0, 1)² the first step makes w negative and "
    "the neuron is dead. Start it at (0.9, 0.9) and watch.",
    "Its learning rate of 0.001 belongs to a sum of squares: for a mean it would be 0.025. That is 77% of the critical "
    "rate; about 33 such points instead of 25 would make it diverge.",
    "It calls the model a perceptron. Rosenblatt's perceptron (1958) is a classifier that answers by a threshold. One "
    "linear unit trained on squared error is ADALINE, the LMS rule of Widrow and Hoff (1960).",
    "Gradients are zeroed because `backward()` adds to `.grad`. `pow(2)` is a power, not an exponential. And the loss "
    "it prints is the one before that iteration's update.",
    "Seven x values repeat with different y: no curve at all can go below an SSE of 1.7819, no straight line below "
    "6.11990.",
)
