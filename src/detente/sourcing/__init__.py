"""From a reading to a case: what is proposed, the days a text allows, a drafted case, and citations that travel.

`answer` is what `detente read` found, as data; `allowed` says on which days a text can have appeared; `draft` makes a starter
case of a reading, `parties` tells who its actors are; `anchors` finds citations again in a changed text; `annotations` writes
and reads them as W3C Web Annotations.
"""
