"""Turns tasks into results; nothing is stored here."""
