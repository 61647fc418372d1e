"""From records to tables: reprints out, restated figures once, one row a group, figures as intervals."""

from extractor.tables.aggregate import aggregate, frame_of
from extractor.tables.cells import RecordsError
from extractor.tables.columns import read_records, reports_in
from extractor.tables.presets import Preset
from extractor.tables.reprints import Cluster, Pair, clusters_of, find_pairs, find_reprints

__all__ = [
    "Cluster",
    "Pair",
    "Preset",
    "RecordsError",
    "aggregate",
    "clusters_of",
    "find_pairs",
    "find_reprints",
    "frame_of",
    "read_records",
    "reports_in",
]
