"""Charts of what the report says: which figures belong together, drawn as SVG, and as PNG where a chat needs one."""
