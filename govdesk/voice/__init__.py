"""A voice in rules: texts held against rule files that Vale reads, too (docs/voice.md)."""
