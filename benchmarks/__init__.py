"""The cost of the framework, against the shortest script that does the same work without it."""
