"""Sentences with a tag at each word."""
