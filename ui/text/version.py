"""The release, as files that leave the app name it."""

VERSION = "0.1.0"
