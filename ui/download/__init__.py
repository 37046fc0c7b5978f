"""Take a run away: its numbers, its picture, and the lesson itself in one file that plays offline."""
