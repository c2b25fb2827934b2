# The portal and its tests; the work is done by stack/. `PORT` chooses the portal's web port, `ARGS` goes to pytest.
PYTHON ?= python3
PORT ?= 5000
ARGS ?=
export PORT
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: help portal stop clean test test-fast bench i18n screenshots

help:
	@echo "make portal      start the portal with demo data on http://127.0.0.1:$(PORT)/ (installs what is missing)"
	@echo "make stop        stop it"
	@echo "make clean       delete its data (.portal/)"
	@echo "make test        ruff and all tests, with services of their own (ARGS=\"-k crs\" for some)"
	@echo "make test-fast   tests of the rooms without CKAN, in seconds"
	@echo "make bench       how fast a harvest is (ARGS=\"--records 1000\")"
	@echo "make i18n        collect the texts, compile the German catalogue, say what is untranslated"
	@echo "make screenshots pictures of the documentation, from the running portal"

portal stop clean:
	@$(PYTHON) -m stack $@

test test-fast bench:
	@$(PYTHON) -m stack $@ $(ARGS)

i18n:
	@.stack/venv/bin/python -m stack.i18n

screenshots:
	@.stack/venv/bin/python -m stack.screenshots http://127.0.0.1:$(PORT) docs/images

