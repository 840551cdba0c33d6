"""What decides whether a matched claim stands: context, support, clauses."""
