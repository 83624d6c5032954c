"""What setup.cfg cannot say: SQL that lives beside the package is installed inside it."""

from setuptools import find_packages, setup

SQL = {"core.sql.sample": "sql/sample", "core.sql.schema": "sql/schema"}

setup(packages=[*find_packages(include=["core*"]), *SQL], package_dir=SQL)
