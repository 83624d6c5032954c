"""Keeps an installation running: crontab, deadlines, doctor."""
