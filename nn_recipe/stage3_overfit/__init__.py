"""Stage 3: overfit. First a net large enough to bring the training loss down.

Read: overfit_the_training_set, adam_is_safe, learning_rate_decay.
"""
