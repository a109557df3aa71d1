"""config, data, target and model are yours; recipe/ is the same in every project."""
