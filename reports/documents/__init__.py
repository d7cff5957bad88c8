"""What a bulletin says: its content as JSON from the figures, and the paper made from that content."""

from reports.documents.content import BLOCKS, content_of, digest_of
from reports.documents.printing import blocks_of, pdf_of
from reports.documents.tables import Ranking, assert_no_ranking, assert_no_ranking_words

__all__ = [
    "BLOCKS",
    "Ranking",
    "assert_no_ranking",
    "assert_no_ranking_words",
    "blocks_of",
    "content_of",
    "digest_of",
    "pdf_of",
]
