"""Rides of Capital Bikeshare, Washington D.C., by ISO week from 2011-W01 to 2012-W52.

Weekly sums of the hourly counts of Fanaee-T and Gama (2013), Event labeling combining ensemble
detectors and background knowledge, doi 10.24432/C5W894 (CC BY 4.0).
"""

from __future__ import annotations

from datetime import date

from core.model import parse_period
from core.status import ValueSeries
from tests.core.status.rows import run_of, series

# fmt: off
RIDES = [
    9_408, 9_025, 8_770, 7_699, 10_273, 11_192, 14_692, 12_113, 11_742, 13_045, 17_865, 15_165,
    15_402, 17_680, 18_476, 24_676, 29_661, 29_573, 30_278, 31_893, 32_646, 32_582, 31_709, 33_565,
    33_640, 35_226, 34_186, 34_533, 27_393, 30_099, 30_206, 31_375, 30_779, 29_435, 34_162, 23_834,
    31_465, 30_155, 28_045, 33_522, 28_911, 28_930, 23_132, 27_518, 26_434, 24_126, 17_364, 25_160,
    19_985, 23_029, 16_855, 14_982, 21_871, 20_266, 18_342, 25_838, 26_403, 22_320, 25_679, 26_349,
    26_192, 31_185, 41_755, 42_077, 40_226, 44_087, 42_764, 38_934, 36_826, 43_440, 43_867, 45_828,
    42_323, 45_867, 50_380, 48_765, 44_212, 45_116, 42_250, 48_068, 43_659, 49_778, 48_625, 47_735,
    48_181, 47_566, 48_667, 47_920, 55_022, 50_722, 52_959, 45_948, 48_161, 48_717, 49_331, 28_762,
    40_675, 37_299, 27_315, 35_137, 37_762, 35_966, 26_696, 10_720,
]
# fmt: on

# Public holidays of the District of Columbia, which is closed on its own Emancipation Day.
HOLIDAYS = [
    *(date(2011, *day) for day in ((1, 17), (2, 21), (4, 15), (5, 30), (7, 4), (9, 5), (10, 10))),
    *(date(2011, *day) for day in ((11, 11), (11, 24), (12, 26))),
    *(date(2012, *day) for day in ((1, 2), (1, 16), (2, 20), (4, 16), (5, 28), (7, 4), (9, 3))),
    *(date(2012, *day) for day in ((10, 8), (11, 12), (11, 22), (12, 25))),
]
FIRST, LAST = parse_period("2011-W01"), parse_period("2012-W52")


def rides() -> ValueSeries:
    """Return the rides as stored values."""
    return series(*run_of("2011-W01", *map(float, RIDES), kpi_number=5, domain="operations"))
