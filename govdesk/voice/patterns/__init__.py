"""Patterns as rule files write them, made searchable, quick and harmless."""
