"""``make bench N=100000``: what a whole country's matters cost, in one run on one machine. Ratios are the finding.

Everything is divided by the product's own page without content, taken in turn with what is measured, so that other work of the
machine hits both. Nothing fails by being slow; a page that does not answer 200 fails, and so do two lists of notices that differ.

``stories`` are what is copied, ``loading`` copies them, ``measuring`` takes the times, ``running`` is the order of a run.
"""
