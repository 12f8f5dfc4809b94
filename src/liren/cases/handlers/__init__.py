"""The only writers of the case room's tables. report.py bears cases, move.py moves them, replay.py copies logs."""
