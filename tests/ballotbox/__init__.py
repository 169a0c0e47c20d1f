"""Ballot boxes."""
