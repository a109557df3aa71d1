"""Who feels whom, by gradient and by perturbation; stage 2's backprop_dependencies asks these.

Read: graph (parameters), time_dependencies (no look ahead), filling (pads change nothing).
"""
