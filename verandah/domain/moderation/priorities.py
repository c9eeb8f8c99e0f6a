"""How urgent a case is: a number from 0 to 100. Pure."""

MOST = 100
# What one step of harm is worth, alone and in time.
STEP = 12
# How far many reports, and reports of those who were right before, can lift or lower that.
LEAST_CROWD, CROWD = 0.7, 0.7
# How far a clock that has run out lifts it.
LATE = 0.5


def priority_of(harm: int, weight: float, pressure: float) -> int:
    """`harm` from 1 to 5; `weight`: of all reports, where a usual one counts 1; `pressure`: of 1, how much of the clock
    that is nearest its end has passed.

    More of any never makes it less. A crowd counts for less and less: a hundred reports of something small are no
    reason to leave somebody in danger waiting.
    """
    crowd = LEAST_CROWD + CROWD * max(weight, 0.0) / (max(weight, 0.0) + 2)
    clock = 1 + LATE * min(max(pressure, 0.0), 1.0)
    return min(MOST, round(STEP * harm * crowd * clock))
