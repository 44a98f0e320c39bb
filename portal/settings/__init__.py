"""Settings that an administrator changes in the interface: versioned, never rewriting a promise."""
