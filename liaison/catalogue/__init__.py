"""Reviewed lists of 协作配合, as data: no Django here."""
