"""Stage 3: overfit. First a net large enough to bring the training loss down.

Read: first_overfit, adam_is_safe, learning_rate_decay.
"""
