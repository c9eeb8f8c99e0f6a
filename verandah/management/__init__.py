"""Door: the shell, behind the `verandah` command."""
