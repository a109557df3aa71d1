"""Pictures with boxes round what they show."""
