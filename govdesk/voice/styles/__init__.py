"""A folder of styles: rule files, vocabularies and the settings that choose among them."""
