"""Recruitment scorecard: Monday 06:00 for the week, the first of a month 07:00 for the month,
Berlin time.
"""

from core.runner import Runner

RUNNER = Runner(
    title="Recruitment scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON", "monthly": "0 7 1 * *"},
    sheet="RECRUITMENT_SHEET",
    recipients=("recruitment@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
