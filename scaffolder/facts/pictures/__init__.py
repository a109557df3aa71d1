"""Pictures of one class, several labels or a number."""
