"""Physical results, one file each: a short chain of calls to the rooms of the engine."""
