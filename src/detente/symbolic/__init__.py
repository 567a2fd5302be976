"""What holds, where outcomes are too many to list: sets of outcomes as binary decision diagrams.

`encoding` gives every issue its bits, `model` turns a case into relations and preferences over them, `sequences` follows
moves backwards, `descent` finds the moves whose mover is better off whatever sequences follow, and `stability`, `groups` and
`simultaneous` judge with them, each like its twin in `detente.graph`. `sets` reads a set of outcomes (count, rules, samples),
`local` judges one outcome with its moves, and `tables` carries a set from one process to another.
"""
