"""Documents: board papers and spreadsheets, made from what the engagements hold, and read back."""
