"""Articles with known truth: a seed in, a planned mobilization written in Chinese and its gold out.

Everything that is a name or a turn of phrase stands in the TSV files beside this module. The prose is plain:
good scores on it promise little, but its gold is right by construction.
"""

from corpora.synthesis.plan import synthesise

__all__ = ["synthesise"]
