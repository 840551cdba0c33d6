"""Rule packs, word lists and spun pairs, as TOML."""
