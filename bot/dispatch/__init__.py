"""Who is asked, when, and what they answered; pure but for what it asks of the ledger."""
