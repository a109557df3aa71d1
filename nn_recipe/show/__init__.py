"""The pictures of the recipe. Each function writes one file and returns its path.

matplotlib without its global state: no window opens, no other plot changes.
"""

from .baselines import Rung, ladder
from .batch import just_before_the_net
from .curves import all_runs, first_overfit, loss_curves, two_starts
from .dependencies import dependency_matrix
from .distilled import distilled
from .dynamics import prediction_dynamics
from .ensembles import ensembles
from .first_weights import first_weights
from .inside import inside
from .looks import looks
from .more_data import more_real_data
from .moving import predictions_in_motion
from .overfit import overfit_one_batch
from .probes import probes
from .smaller import columns, sizes
from .sweeps import capacity, learning_rate_range
from .trials import pairs, values
from .tuning import tuning
from .watched import watched_metric

__all__ = [
    "Rung",
    "all_runs",
    "capacity",
    "columns",
    "dependency_matrix",
    "distilled",
    "ensembles",
    "first_weights",
    "inside",
    "just_before_the_net",
    "ladder",
    "learning_rate_range",
    "looks",
    "loss_curves",
    "more_real_data",
    "overfit_one_batch",
    "first_overfit",
    "pairs",
    "probes",
    "prediction_dynamics",
    "predictions_in_motion",
    "sizes",
    "tuning",
    "two_starts",
    "values",
    "watched_metric",
]
