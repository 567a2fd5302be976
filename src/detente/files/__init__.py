"""The case format in and out: YAML with line numbers, sources beside the case, other tools' files."""
