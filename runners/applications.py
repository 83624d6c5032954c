"""Applications scorecard: Monday 06:00 in Lisbon, where the desk sits."""

from core.runner import Runner

RUNNER = Runner(
    title="Applications scorecard",
    timezone="Europe/Lisbon",
    schedule={"weekly": "0 6 * * MON"},
    sheet="APPLICATIONS_SHEET",
    recipients=("application-desk@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
