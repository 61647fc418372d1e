"""From a Page to mentions: counts, dates, places, units, persons and teams, each with its span."""
