"""Eshkol: the volunteer dispatch bot a town trusts with its emergencies and its ordinary week."""
