"""The namespace that CKAN and all its extensions share."""

# pkgutil does what pkg_resources.declare_namespace did,
# without needing setuptools at run time; setuptools wants to read that word here.
__path__ = __import__("pkgutil").extend_path(__path__, __name__)
