"""What can be traded: who must accept, which packages waste nothing, which is fair by which rule, and in what steps.

An engine: arrays in, arrays out. It knows nothing of files, printing, clocks or global randomness, nor of `graph`.
"""
