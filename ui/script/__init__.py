"""The code that ran: a run as a plain PyTorch script or notebook that proves its own numbers."""
