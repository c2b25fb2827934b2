"""Invented ISO 19139 records for the harvest's tests."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
 <gmd:fileIdentifier><gco:CharacterString>{guid}</gco:CharacterString></gmd:fileIdentifier>
 <gmd:language><gmd:LanguageCode codeList="#" codeListValue="ger">ger</gmd:LanguageCode></gmd:language>
 <gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="#" codeListValue="dataset"/></gmd:hierarchyLevel>
 <gmd:contact><gmd:CI_ResponsibleParty>
  <gmd:organisationName><gco:CharacterString>Fachdienst Geoinformation</gco:CharacterString></gmd:organisationName>
  <gmd:role><gmd:CI_RoleCode codeList="#" codeListValue="pointOfContact">pointOfContact</gmd:CI_RoleCode></gmd:role>
 </gmd:CI_ResponsibleParty></gmd:contact>
 <gmd:dateStamp><gco:Date>{date}</gco:Date></gmd:dateStamp>
 <gmd:identificationInfo><gmd:MD_DataIdentification>
  <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title>
   <gmd:date><gmd:CI_Date><gmd:date><gco:Date>2024-05-01</gco:Date></gmd:date>
    <gmd:dateType><gmd:CI_DateTypeCode codeList="#" codeListValue="publication">publication</gmd:CI_DateTypeCode>
    </gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:citation>
  <gmd:abstract><gco:CharacterString>{abstract}</gco:CharacterString></gmd:abstract>
  <gmd:descriptiveKeywords><gmd:MD_Keywords>
   <gmd:keyword><gco:CharacterString>opendata</gco:CharacterString></gmd:keyword>
   <gmd:keyword><gco:CharacterString>{keyword}</gco:CharacterString></gmd:keyword>
  </gmd:MD_Keywords></gmd:descriptiveKeywords>
  <gmd:resourceConstraints><gmd:MD_LegalConstraints>
   <gmd:useConstraints><gmd:MD_RestrictionCode codeList="#" codeListValue="otherRestrictions"/></gmd:useConstraints>
   <gmd:otherConstraints><gco:CharacterString>{{"id":"dl-by-de/2.0","name":"Datenlizenz Deutschland Namensnennung 2.0","url":"https://www.govdata.de/dl-de/by-2-0","quelle":"Beispiel"}}</gco:CharacterString></gmd:otherConstraints>
  </gmd:MD_LegalConstraints></gmd:resourceConstraints>
  <gmd:language><gmd:LanguageCode codeList="#" codeListValue="ger">ger</gmd:LanguageCode></gmd:language>
  <gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>
   <gmd:westBoundLongitude><gco:Decimal>{box[0]}</gco:Decimal></gmd:westBoundLongitude>
   <gmd:eastBoundLongitude><gco:Decimal>{box[2]}</gco:Decimal></gmd:eastBoundLongitude>
   <gmd:southBoundLatitude><gco:Decimal>{box[1]}</gco:Decimal></gmd:southBoundLatitude>
   <gmd:northBoundLatitude><gco:Decimal>{box[3]}</gco:Decimal></gmd:northBoundLatitude>
  </gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
 </gmd:MD_DataIdentification></gmd:identificationInfo>
 <gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine>
  <gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{url}</gmd:URL></gmd:linkage>
   <gmd:name><gco:CharacterString>Daten</gco:CharacterString></gmd:name>
   <gmd:function><gmd:CI_OnLineFunctionCode codeList="#" codeListValue="download">download</gmd:CI_OnLineFunctionCode>
   </gmd:function></gmd:CI_OnlineResource>
 </gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
</gmd:MD_Metadata>"""


def guid(number: int) -> str:
    """Give the UUID of an invented record."""
    return str(uuid5(NAMESPACE_URL, f"https://example.org/record/{number}"))


def record(
    number: int,
    *,
    title: str | None = None,
    abstract: str = "Ein erfundener Datensatz.",
    box: tuple = (8.05, 51.55, 8.1, 51.6),
    identifier: str | None = None,
    keyword: str = "beispiel",
    date: str = "2024-05-01",
) -> bytes:
    """Give an ISO 19139 record as bytes."""
    return TEMPLATE.format(
        guid=escape(identifier or guid(number)),
        title=escape(title or f"Beispiel: Datensatz {number}"),
        abstract=escape(abstract),
        box=box,
        keyword=escape(keyword),
        date=date,
        url=f"https://example.org/daten/{number}.gml",
    ).encode()
