"""The page a person hands over: one case and its answers as blocks, written as HTML or Markdown.

`blocks` are what a page is made of; `recorder` takes them from the pages of the terminal, so that both say the same; `build`
puts the sections in order; `charts` draws; `html`, `markdown` and `ics` write; `compare` sets two cases side by side.
"""
