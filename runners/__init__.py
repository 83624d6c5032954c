"""One module a domain: its title, schedule, time zone and sheet."""
