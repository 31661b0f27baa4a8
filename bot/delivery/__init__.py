"""Messages out: a sender, the gate that every request waits at, and what became of each."""
