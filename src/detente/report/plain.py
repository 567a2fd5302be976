"""Signs that a reader cannot see, made visible, so that a document shows what is in it and steers nothing."""

from __future__ import annotations

import unicodedata

__all__ = ["visible"]

_KEPT = "\n\t"
_JOINER = "\u200d"


def visible(text: str) -> str:
    """Return text in which control signs, direction marks and zero-width signs are shown by their numbers.

    A joiner between two signs that are no letters of the Latin alphabet stays: emoji and some scripts need it.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = []
    for at, sign in enumerate(text):
        hidden = unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") and sign not in _KEPT
        if sign == _JOINER and 0 < at < len(text) - 1 and ord(text[at - 1]) > 0x2FF and ord(text[at + 1]) > 0x2FF:
            hidden = False
        if sign == "\u00ad":
            hidden = False  # a soft hyphen
        shown.append(f"[U+{ord(sign):04X}]" if hidden else sign)
    return "".join(shown)
