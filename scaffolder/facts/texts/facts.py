"""Texts that have a class each: in a table, in lines that begin with a label, in folders."""
