"""Answers into words: the page in the terminal, and the glance at a case. Data comes in, text goes out."""
