"""Who feels whom, by gradient and by perturbation; stage 2's backprop_dependencies asks these.

Read: graph (parameters), learning (three steps), time_dependencies (no look ahead),
filling (pads change nothing).
"""
