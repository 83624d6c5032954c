"""Results as text for a terminal, and the progress of a run."""
