"""Decisions of the services room: same inputs, same answer; no Django, no clock, no database."""
