"""Templates, styles, scripts and the JSON Schema of the reports."""
