"""Leaving the incubator: who receives the service, what must be ready, and how it fares after."""
