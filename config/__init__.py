"""What a town and its host decide: settings, profiles of towns, sentences."""
