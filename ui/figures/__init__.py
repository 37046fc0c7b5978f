"""Pictures that lessons share: parts, lines, loss curves, landscapes."""
