"""HTML: pages of every kind, their blocks, what of them is the article, and where each stands."""
