"""Success scorecard: Monday 06:00 for the week, every morning for the day before, Berlin time."""

from core.runner import Runner, off_target

RUNNER = Runner(
    title="Success scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON", "daily": "0 6 * * *"},
    sheet="SUCCESS_SHEET",
    alerts=[off_target(50, "critical", for_=2), off_target(20, for_=2)],
    recipients=("customer-success@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
