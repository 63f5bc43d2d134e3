"""Bringing people, departments and roles up to date from the directory.

A run reads (short transactions into a staging table) and then applies what it read (one transaction), so that
whatever breaks off leaves people as they were before or as they are after.
"""
