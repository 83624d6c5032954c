"""Success scorecard: Monday 06:00 for the week, every morning for the day before, Berlin time."""

from core.runner import Runner

RUNNER = Runner(
    title="Success scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON", "daily": "0 6 * * *"},
    sheet="SUCCESS_SHEET",
    recipients=("customer-success@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
