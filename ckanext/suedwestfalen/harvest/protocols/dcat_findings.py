"""What can be wrong with a feed of DCAT."""

from __future__ import annotations

from ckanext.suedwestfalen.findings import ERROR, INFO, N_, WARNING, kind

DCAT_HTML = kind(
    "dcat-html",
    ERROR,
    N_("Instead of a feed the server shows a web page: %(title)s"),
    N_("The address may be wrong, or the server shows a login or maintenance page. Open it in a browser."),
)
DCAT_EMPTY = kind("dcat-empty", ERROR, N_("The feed is an empty document."), N_("Ask the operator of the source."))
DCAT_BROKEN = kind(
    "dcat-broken",
    ERROR,
    N_("The feed cannot be read (line %(line)s): %(reason)s"),
    N_("The operator of the source has to repair the feed."),
)
DCAT_NO_RDF = kind(
    "dcat-no-rdf",
    ERROR,
    N_("There is no DCAT feed at this address; the answer is a document %(root)s."),
    N_("Check the address: that of a CKAN portal's feed ends in /catalog.ttl, /catalog.xml or /catalog.jsonld."),
)
DCAT_LARGE = kind(
    "dcat-large",
    ERROR,
    N_("The feed is larger than %(limit)s MB."),
    N_("Ask the operator of the source to deliver it in pages."),
)
DCAT_TRIPLES = kind(
    "dcat-triples",
    ERROR,
    N_("The feed is too large to be read in one piece (more than %(limit)s statements or %(seconds)s seconds)."),
    N_("Ask the operator of the source to deliver it in pages."),
)
DCAT_DEEP = kind(
    "dcat-deep",
    ERROR,
    N_("The feed is nested too deeply to be read."),
    N_("The operator of the source has to repair the feed."),
)
DCAT_CONTEXT = kind(
    "dcat-context",
    ERROR,
    N_("The feed refers to the JSON-LD context %(context)s, which the portal does not know and does not fetch."),
    N_("Use the feed's address for Turtle or RDF/XML, if there is one, or ask its operator to include the context."),
)
DCAT_LOOP = kind(
    "dcat-loop",
    ERROR,
    N_("The feed's paging goes in circles at %(url)s."),
    N_("Nothing is deleted. Ask the operator of the source."),
)
DCAT_ELSEWHERE = kind(
    "dcat-elsewhere",
    ERROR,
    N_("The next page of the feed is said to be on another server: %(url)s"),
    N_("Enter the feed under the address that its pages name, or ask the operator of the source to correct them."),
)
DCAT_PAGES = kind(
    "dcat-pages",
    ERROR,
    N_("The feed has more than %(limit)s pages; the listing was broken off."),
    N_("Raise the limit in the settings of the source if the feed really is that large."),
)
DCAT_NO_LIST = kind(
    "dcat-us-no-list",
    ERROR,
    N_("The JSON document at this address has no list of datasets."),
    N_("Check the address: that of an ArcGIS Hub's feed ends in /api/feed/dcat-us/1.1.json."),
)
DCAT_UNDESCRIBED = kind(
    "dcat-undescribed",
    WARNING,
    N_("The feed names %(count)s datasets that it does not describe, among them %(example)s."),
    N_("Nothing is deleted. Look for an address of the feed that has the whole descriptions."),
)
DCAT_SKIPPED = kind(
    "dcat-skipped",
    INFO,
    N_("%(count)s entries of the feed are no datasets (%(kinds)s) and were left out."),
)
DCAT_ADDRESSES = kind(
    "dcat-addresses",
    INFO,
    N_("%(count)s addresses in the feed hold characters that no address may have; they were repaired (%(example)s)."),
    N_("The operator of the source has to encode blanks and brackets in addresses."),
)
DCAT_UNUSABLE = kind(
    "dcat-unusable",
    ERROR,
    N_("The dataset %(guid)s cannot be taken from the feed: %(reason)s"),
    N_("The operator of the source has to repair the dataset."),
)
