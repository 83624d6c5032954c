"""What the framework costs, measured against the shortest script that does the same work without
it.
"""
