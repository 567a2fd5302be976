"""What holds, where outcomes are too many to list: sets of outcomes as binary decision diagrams.

`encoding` gives every issue its bits, `model` turns a case into relations and preferences over them, `lowest` finds the worst
that a list of moves can lead to, and `stability`, `groups` and `simultaneous` judge with it, each like its twin in
`detente.graph`. `sets` reads a set of outcomes (count, rules, samples), `local` judges one outcome with its moves, and
`tables` carries a set from one process to another.
"""
