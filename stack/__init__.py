"""How the embedded portal and the tests run: installation, services, processes (`make portal`, `make test`).

Modules named in `__main__` use the standard library only, as they run before anything is installed.
"""
