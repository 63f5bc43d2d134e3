"""Markdown (CommonMark with tables, strike-through and bare links, as on GitHub), cut into blocks that keep their
places."""
