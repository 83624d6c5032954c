"""Parses authors' queries: what they read, what is wrong with them, and their forms for many.

Nothing outside this package imports sqlglot: it takes longer to load than most commands run.
"""
