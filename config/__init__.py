"""Settings, and the rules that are data: products, calendars, reference data. Imports nothing else of ours."""
