"""The second door: the company's OpenID provider says who somebody is; the directory says who that may be."""
