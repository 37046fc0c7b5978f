"""The data of a lesson as a person varies them: with noise, with rows held out to validate by."""
