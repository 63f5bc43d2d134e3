"""Tools and sites: what may be used, until when, and why not."""
