"""The connection to Google Sheets: who we are, and how a request is sent, repeated and given up."""
