"""A story in each lesson: steps with a sentence, settings that are made, something to try and what to see then."""
