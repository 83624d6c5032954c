"""Random scripts of what people, runs and publishes do to a spreadsheet, and a judge of the result.

A script is a list of steps, each a kind and a seed. The judge knows the store, what a person sees
and what was sent; it does not use the publisher's own matching.
"""
