"""scenes: config, read, data, target and model are yours to edit."""
