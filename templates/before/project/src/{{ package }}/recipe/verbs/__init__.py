"""One file per verb: read the arguments, call the recipe, print what came out."""
