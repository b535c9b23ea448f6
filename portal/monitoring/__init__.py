"""What monitors read: health and metrics."""
