"""Reminders to many people that concern no single account, such as different passwords for different purposes."""
