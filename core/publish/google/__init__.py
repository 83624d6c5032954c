"""Publishing to Google Sheets: a plan between what is there and what should be, and one write."""
