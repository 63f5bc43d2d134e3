"""Bringing people, departments and roles up to date from the directory.

A run reads (`reading`, short transactions into a staging table) and then applies (`applying`, one transaction), so that
whatever breaks off leaves people as they were before or as they are after.
"""
