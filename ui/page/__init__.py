"""What every lesson page is made of: its head, its controls, its notes, its closer looks."""
