"""The recipe: the same words in every project, updated by `recipe update`.

Read in this order: contract, machine, split, feed, loop, record, ledger, then the stages.
"""
