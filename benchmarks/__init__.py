"""Measures what the design promises, each figure beside a reference in the same run: machines are noisy."""
