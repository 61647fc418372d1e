"""From records to tables: reprints out, restated figures once, one row a group, figures as intervals."""

from extractor.tables.reprints import Cluster, Pair, clusters_of, find_pairs, find_reprints

__all__ = ["Cluster", "Pair", "clusters_of", "find_pairs", "find_reprints"]
