"""From a case to an answer about trades: what no deal is, who must agree, what follows, and whether it would hold."""
