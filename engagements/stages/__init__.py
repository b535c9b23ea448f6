"""The seven stages, one file each: commands, events, and the rules between them."""
