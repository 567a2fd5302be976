"""Where it settles: from a case to the spatial models and back, with draws, levers, and the settlement as an outcome."""
