"""What holds: the graph model for conflict resolution.

`relation` and `moves` say who can go where, `reach` follows sequences of moves, and one file per family of concepts judges
outcomes with them: `stability` (single actors), `simultaneous` (SIM), `groups` (groups that decide together),
`once` (a peer's shorter sequences, to repeat old tables). `why` says the same again, slowly, with the moves.
"""
