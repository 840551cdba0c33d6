"""LanguageTool: found or installed, served for one run, its matches turned into findings."""
