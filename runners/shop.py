"""Shop scorecard: Monday 06:00, Berlin time."""

from core.runner import Runner

RUNNER = Runner(
    title="Shop scorecard",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON"},
    sheet="SHOP_SHEET",
    recipients=("shop@example.com",),
)

if __name__ == "__main__":
    RUNNER.main()
