"""Reports: what the rooms below know, over all accounts, as pages and as files for a spreadsheet; changes nothing."""
