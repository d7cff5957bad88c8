"""Reads of 协作配合; the officer comes first."""
