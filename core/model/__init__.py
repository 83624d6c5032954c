"""The words of the business as frozen values: KPIs, periods, ranges, and the records of the store."""
