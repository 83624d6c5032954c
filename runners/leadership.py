"""Leadership scorecard: Monday 07:30, when the other domains' weeks are in, also Lisbon's; Berlin
time.
"""

from core.runner import Runner

RUNNER = Runner(
    title="Leadership scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "30 7 * * MON", "monthly": "30 7 1 * *"},
    sheet="LEADERSHIP_SHEET",
    recipients=("leadership@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
