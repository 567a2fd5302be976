"""Where it settles: models that turn positions, salience and capability into a settlement on a scale.

An engine: arrays in, arrays out. A actors, I issues, N draws. It knows nothing of files, printing or clocks.
"""
