"""What is known of an author's SQL, as text; nothing is run here."""
