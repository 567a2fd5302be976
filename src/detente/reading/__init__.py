"""From a text to proposals: passages, headings, people, dates, statements, quantities, each with its place in the text.

Rules on word lists, in passes over tokens whose cost grows with the length of the text. `reader` puts them together.
"""
