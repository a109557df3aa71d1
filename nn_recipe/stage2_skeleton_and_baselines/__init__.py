"""Stage 2: set up the end-to-end training/evaluation skeleton + get dumb baselines.

Read in the order of the work: fails_silently (its judges are in ../silent_failures),
fix_random_seed, simplify, significant_digits, verify_loss_at_init, init_well,
human_interpretable_metrics (with counted_by_hand and slope), overfit_one_batch,
just_before_the_net, backprop_dependencies (with ../dependencies), more_capacity,
input_independent_baseline, dumb_baselines, prediction_dynamics.
"""
