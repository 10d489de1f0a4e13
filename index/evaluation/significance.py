"""Whether two rankings of the same questions differ by more than chance. Knows numbers, no rankings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.evaluation.run_files import Measures

ROUNDS = 10_000
BATCH = 500  # draws at a time, so that ten thousand questions take megabytes and not a gigabyte
SEED = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of two runs over the same questions.

    Attributes:
        ours, theirs: means.
        better, worse: on how many questions ours is.
        p: how often a difference of the means at least as large comes about by chance.
    """

    measure: str
    ours: float
    theirs: float
    better: int
    worse: int
    p: float


def compare(ours: Measures, theirs: Measures) -> list[Comparison]:
    """Compare each measure of two runs; a question that only one of them answered counts zero for the other."""
    questions = sorted(ours.keys() | theirs.keys())
    names = next(iter(ours.values()), {})
    return [
        _compare(
            name,
            [ours.get(question, {}).get(name, 0.0) for question in questions],
            [theirs.get(question, {}).get(name, 0.0) for question in questions],
        )
        for name in names
    ]


def _compare(name: str, ours: Sequence[float], theirs: Sequence[float]) -> Comparison:
    differences = np.subtract(ours, theirs)
    return Comparison(
        measure=name,
        ours=round(float(np.mean(ours)), 4),
        theirs=round(float(np.mean(theirs)), 4),
        better=int((differences > 0).sum()),
        worse=int((differences < 0).sum()),
        p=round(randomisation_test(differences), 4),
    )


def randomisation_test(differences: Sequence[float] | np.ndarray) -> float:
    """Return the two-sided p of paired differences by Fisher's randomisation test (Smucker et al., 2007).

    If both runs were alike, each difference would as well have the other sign: so signs are drawn at random, the
    same ones each time; where the differences are few, all signs are tried. Takes half a second at the first call.
    """
    from scipy.stats import permutation_test  # here, since it takes longer to import than all else

    differing = np.asarray(differences)[np.asarray(differences) != 0]
    if len(differing) < 2:  # noqa: PLR2004 one question, whichever its sign, tells nothing
        return 1.0
    test = permutation_test(
        (differing,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=ROUNDS,
        batch=BATCH,
        rng=np.random.default_rng(SEED),
        axis=0,
    )
    return float(test.pvalue)
