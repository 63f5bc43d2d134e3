"""The test laboratory: one awkward company, what Govdesk must know of it, and servers that hold it.

`company.company()` is the company on the first day, `changes.day_two()` what happens to it overnight, `truth.truth()`
what Govdesk must know; none of them knows a server. `openldap` puts the company on an OpenLDAP server.
"""
