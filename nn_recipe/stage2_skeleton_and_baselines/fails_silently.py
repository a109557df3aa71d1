"""Neural net training fails silently: guards against what no error message will tell you."""

from ..contract import Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..silent_failures.average import judge_average
from ..silent_failures.beside_others import judge_beside_others
from ..silent_failures.boxes_on_edges import judge_edges
from ..silent_failures.class_weights import judge_class_weights
from ..silent_failures.constants import judge_constants
from ..silent_failures.data_door import (
    judge_between,
    judge_pairs,
    judge_splits,
    judge_unknown,
)
from ..silent_failures.documents import judge_documents
from ..silent_failures.epochs import judge_epochs
from ..silent_failures.forecast_origin import judge_origins
from ..silent_failures.given_away import judge_given_away
from ..silent_failures.half_precision import judge_half
from ..silent_failures.known_pictures import judge_pictures
from ..silent_failures.known_splits import judge_known_splits
from ..silent_failures.known_text import judge_text
from ..silent_failures.live_options import judge_drop, judge_live
from ..silent_failures.located import judge_located
from ..silent_failures.made_up import judge_made_up_examples
from ..silent_failures.mixed_inputs import judge_mixed
from ..silent_failures.modes import judge_batch_norm, judge_modes
from ..silent_failures.near_copies import judge_near_copies
from ..silent_failures.near_pictures import judge_near_pictures
from ..silent_failures.near_rows import judge_near_rows
from ..silent_failures.near_sounds import judge_near_sounds
from ..silent_failures.near_texts import judge_near_texts
from ..silent_failures.new_pictures import judge_new_pictures
from ..silent_failures.new_rows import judge_new_rows
from ..silent_failures.next_place import judge_next
from ..silent_failures.option_groups import judge_groups
from ..silent_failures.options import judge_declared
from ..silent_failures.other_answers import judge_other_answers
from ..silent_failures.other_spellings import judge_spellings
from ..silent_failures.own_answers import judge_own_answers
from ..silent_failures.own_training import judge_own_training
from ..silent_failures.padding import judge_lengths
from ..silent_failures.patience import judge_patience
from ..silent_failures.points_at import judge_pointing
from ..silent_failures.raw_to_x import judge_raw
from ..silent_failures.read_again import judge_lines, judge_unheard
from ..silent_failures.reference_step import EXACT, judge_steps
from ..silent_failures.reference_training import judge_training
from ..silent_failures.right_pixels import judge_right_pixels
from ..silent_failures.right_rows import judge_right_rows
from ..silent_failures.row_numbers import judge_row_numbers
from ..silent_failures.same_sender import judge_senders
from ..silent_failures.selection import judge_selection
from ..silent_failures.serve_parity import judge_config, judge_serving
from ..silent_failures.stale_norms import judge_norms
from ..silent_failures.stand_ins import judge_stand_ins
from ..silent_failures.statistics_of_others import judge_statistics
from ..silent_failures.temperature import judge_temperature
from ..silent_failures.torn_files import judge_torn_files
from ..silent_failures.unknown_answers import judge_empty, judge_void
from ..silent_failures.untrained_ids import judge_untrained_ids
from ..silent_failures.verb_parity import judge_verbs
from ..silent_failures.where_files_begin import judge_beginnings
from ..silent_failures.wrapped import judge_wrapped
from ..specimen import under

# each says nothing where a project has nothing for it
MORE = (
    judge_known_splits,
    judge_raw,
    judge_own_answers,
    judge_pictures,
    judge_text,
    judge_constants,
    judge_near_copies,
    judge_near_pictures,
    judge_near_rows,
    judge_near_sounds,
    judge_near_texts,
    judge_senders,
    judge_given_away,
    judge_new_rows,
    judge_right_rows,
    judge_right_pixels,
    judge_statistics,
    judge_other_answers,
    judge_row_numbers,
    judge_beginnings,
    judge_new_pictures,
    judge_torn_files,
    judge_stand_ins,
    judge_void,
    judge_empty,
    judge_wrapped,
    judge_spellings,
    judge_verbs,
    judge_modes,
    judge_mixed,
    judge_own_training,
    judge_batch_norm,
    judge_norms,
    judge_half,
    judge_selection,
    judge_patience,
    judge_average,
    judge_made_up_examples,
    judge_temperature,
    judge_pairs,
    judge_class_weights,
    judge_lengths,
    judge_beside_others,
    judge_next,
    judge_pointing,
    judge_located,
    judge_edges,
    judge_epochs,
    judge_unknown,
    judge_untrained_ids,
    judge_lines,
    judge_documents,
    judge_unheard,
    judge_between,
    judge_config,
    judge_live,
    judge_drop,
    judge_declared,
    judge_groups,
)


def check(project: Project, ledger: Ledger) -> Record:
    """All of these train to the end and report a decent number (recipe 0.3).

    The loss was clipped where gradients were meant; labels slipped against their inputs;
    validation examples sit in training; training and evaluation see different numbers; the
    constants of the normalisation got lost on the way to `predict`; a misspelt option did
    nothing. Each is checked against a slow and obvious reference.
    """
    experiment = ledger.expect(
        "0.3",
        "None of the silent failures of the post is present.",
        value=0.0,
        how="train_step against a naive SGD loop in float64; batches against raw examples; "
        "predictions from the checkpoint alone against evaluate()",
        tolerance=f"{EXACT:g} on every weight after 6 steps",
    )
    project, findings = under(project, synthetic=0.0), Findings()  # ids lead to files
    measured = {
        "largest difference to the naive steps": findings.ask(judge_steps, project),
        "largest difference to AdamW by hand": findings.ask(judge_training, project),
        "copies between splits": findings.ask(judge_splits, project),
        "largest difference when served": findings.ask(judge_serving, project),
        "forecast windows": findings.ask(judge_origins, project),
    }
    for judge in MORE:
        findings.ask(judge, project)
    return findings.conclude(experiment, measured, "No silent failure found.")
