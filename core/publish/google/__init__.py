"""Publishing to Google Sheets: what stands there, what should, the plan between the two, and one
atomic write.
"""
