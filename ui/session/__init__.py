"""What a session keeps: settings in the link and their widgets, and trainings under way."""
