"""Stage 5 of the recipe: many configs, drawn at random first, and the best one tried anew."""
