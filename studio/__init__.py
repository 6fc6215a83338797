"""Studio: a desktop program for people who iterate on images."""

__version__ = "0.1.0"
