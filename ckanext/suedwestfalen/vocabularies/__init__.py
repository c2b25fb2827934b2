"""Controlled vocabularies: addresses, labels and the spellings found in the wild. Data lies beside the code.

``licences`` (DCAT-AP.de), ``themes`` (EU data themes), ``inspire`` (INSPIRE themes), ``frequencies``,
``file_types``, ``languages`` (EU authority tables). Nothing is ever guessed: an unknown spelling gives None.
"""
