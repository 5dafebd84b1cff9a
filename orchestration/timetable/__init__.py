"""When something is done besides a run, and who must know: digests, reminders, close, watch."""
