"""Campaigns: every owner confirms their accounts, or does what a platform demands; nothing passes in silence."""
