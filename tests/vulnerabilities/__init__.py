"""Are there known vulnerabilities in the packages we install? Asked of PyPI and OSV by pip-audit."""
