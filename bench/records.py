"""ISO 19139 records of a chosen size, made from a fixed seed, for benchmarks: four datasets, then a service."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from ckanext.suedwestfalen.tests.harvest.records import record

WORDS = """
    Radweg Schule Baum Lärm Wasser Straße Planung Höhe Gebäude Kita Haltestelle Spielplatz Wald Boden Sensor Zählung
    Friedhof Brücke Kanal Denkmal Gewerbe Parkplatz Beleuchtung Verkehr Klima Luft Quartier Adresse Flurstück Grenze
""".split()
REPORT = """<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:scope><gmd:DQ_Scope><gmd:level>
<gmd:MD_ScopeCode codeList="#" codeListValue="dataset"/></gmd:level></gmd:DQ_Scope></gmd:scope>
<gmd:report><gmd:DQ_DomainConsistency><gmd:result><gmd:DQ_ConformanceResult><gmd:specification><gmd:CI_Citation>
<gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title><gmd:date><gmd:CI_Date><gmd:date>
<gco:Date>2010-12-08</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode codeList="#"
codeListValue="publication"/></gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:specification>
<gmd:explanation><gco:CharacterString>{text}</gco:CharacterString></gmd:explanation>
<gmd:pass><gco:Boolean>true</gco:Boolean></gmd:pass></gmd:DQ_ConformanceResult></gmd:result>
</gmd:DQ_DomainConsistency></gmd:report></gmd:DQ_DataQuality></gmd:dataQualityInfo>
"""


#: What makes a service of a dataset's record, in the order of its elements.
TO_SERVICE = (
    (r'codeListValue="dataset"', 'codeListValue="service"'),
    (r"gmd:MD_DataIdentification>", "srv:SV_ServiceIdentification>"),
    (r"(</gmd:resourceConstraints>\s*)<gmd:language>.*?</gmd:language>",
     r"\1<srv:serviceType><gco:LocalName>view</gco:LocalName></srv:serviceType>"),
    (r"gmd:extent>", "srv:extent>"),
    (r"(</srv:extent>)",
     r'\1<srv:couplingType><srv:SV_CouplingType codeList="#" codeListValue="loose"/></srv:couplingType>'),
    (r"<gmd:MD_Metadata ", '<gmd:MD_Metadata xmlns:srv="http://www.isotc211.org/2005/srv" '),
)


def make(number: int, size: int = 24_000, revision: int = 0) -> bytes:
    """Give record ``number`` with about ``size`` bytes; another ``revision`` changes title and date."""
    source = random.Random(number)
    words = [source.choice(WORDS) for _ in range(60)]
    west, south = source.uniform(7.5, 8.8), source.uniform(50.8, 51.6)
    document = record(
        number,
        identifier=str(UUID(int=source.getrandbits(128), version=4)),
        title=f"{' '.join(words[:4])} {number}" + (f" (Stand {revision})" if revision else ""),
        abstract=" ".join(words),
        keyword=f"thema-{number % 200}",
        box=tuple(round(value, 4) for value in (west, south, west + 0.05, south + 0.05)),
        date=f"2024-05-{1 + revision % 28:02d}",
    ).decode()
    if number % 5 == 4:
        for pattern, service in TO_SERVICE:
            document = re.sub(pattern, service, document, flags=re.DOTALL)
    head, tail = document.rsplit("</gmd:MD_Metadata>", 1)
    while len(head.encode()) < size - 400:
        text = " ".join(source.choice(WORDS) for _ in range(40))
        head += REPORT.format(title=f"Prüfung {source.randrange(10**6)}", text=text)
    return f"{head}</gmd:MD_Metadata>{tail}".encode()


def write(folder: Path, numbers: Iterable[int], size: int = 24_000, revision: int = 0) -> None:
    """Write the records as ``NUMBER.xml`` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:06d}.xml").write_bytes(make(number, size, revision))
