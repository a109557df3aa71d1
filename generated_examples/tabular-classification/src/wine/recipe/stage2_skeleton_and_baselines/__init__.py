"""Stage 2: set up the end-to-end training/evaluation skeleton + get dumb baselines.

Read in the order of the work: fails_silently (with reference_step, data_door, serve_parity,
verb_parity, and what is tried on known splits, cells, pictures and texts), fix_random_seed,
simplify, significant_digits, verify_loss_at_init, init_well, human_interpretable_metrics,
overfit_one_batch, just_before_the_net, backprop_dependencies (with graph and slope),
more_capacity, input_independent_baseline, dumb_baselines, prediction_dynamics.
"""
