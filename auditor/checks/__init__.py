"""The checks: each module yields the findings of one kind of fault."""
