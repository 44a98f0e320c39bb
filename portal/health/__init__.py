"""Is the portal in a state to serve, and does time pass in it?"""
