"""Pages by their addresses: only from public ones, within limits, as their sites ask for."""
