"""Whether the store is what was once written: one module per thing that can be wrong."""
