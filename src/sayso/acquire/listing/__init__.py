"""What was given: folders gone through, what is left out of them, what meta.csv says."""
