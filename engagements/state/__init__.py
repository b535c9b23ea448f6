"""The tables, and the plain values that rules see. One definition serves both."""
