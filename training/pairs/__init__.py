"""Training of the model that says whether two claims state the same: sets, network, loop, export."""
