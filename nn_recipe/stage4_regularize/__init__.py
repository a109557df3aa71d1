"""Stage 4: regularize. Give up some training loss for a better validation loss."""
