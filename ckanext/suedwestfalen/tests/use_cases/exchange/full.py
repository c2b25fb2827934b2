"""A use case in which every field says something, as the dataset side of `mapping.py` has it. All of it is made up."""

from __future__ import annotations

import copy
from typing import Any

SITE = "https://portal.example.org"
VOCABULARY = f"{SITE}/def/suedwestfalen#"
ID = "6d0d9a2e-0000-4000-8000-000000000001"
DATASET = "6d0d9a2e-0000-4000-8000-00000000000d"

_CASE: dict[str, Any] = {
    "id": ID, "name": "klimasensorik", "type": "use_case", "state": "active", "private": False,
    "identifier": f"{SITE}/use-case/{ID}",
    "title": "Klimasensorik mit Bürgerbeteiligung 🌡", "summary": "Erfundenes Beispiel.",
    "municipality": ["05974040", "05966024", "01001000"], "kreis": ["05974", "05966"],
    "owner_org": "o", "organization": {"id": "o", "name": "soest", "title": "Soest", "ags": "05974040"},
    "dna_goal": ["nachhaltig", "digital"], "field_of_action": ["umwelt-natur", "energie-klima"],
    "problem": "Hitzeinseln sind **nicht** vermessen.", "notes": "Sensoren messen.\n\n- Temperatur\n- Feuchte",
    "benefit": "Messwerte <b>für</b> die Klimaanpassung.", "phase": "betrieb", "cost_setup": "0",
    "cost_annual": "keine-angabe", "privacy": "pseudonymisiert", "dpia": "liegt-vor",
    "reuse_status": "mit-anpassung", "license_id": "cc-by/4.0",
    "cost_note": "Stand 2026", "effort_days": "12", "effort_ongoing": "2.5", "duration_months": "18",
    "lessons_learned": "Früh mit dem Bauhof reden.",
    "funding": [{"programme": "Beispielprogramm", "funder": "Land", "share_percent": "65", "until": "2026-12-31"}],
    "operating_model": ["interkommunal", "stadtwerke"], "procurement": "interkommunal",
    "data_required": [
        {"title": "Baumkataster", "dataset": DATASET, "mandatory": "ja", "note": "mit Standorten"},
        {"title": "Luftbild", "dataset": "https://geo.example.org/luftbild?x=1&y=2", "mandatory": "nein"},
    ],
    "data_produced": [{"title": "Messwerte", "dataset": DATASET, "update_frequency": "stündlich"}],
    "components": [
        {"kind": "software", "name": "Sensorplattform", "url": "https://code.example.org/platform",
         "licence": "EUPL-1.2", "version": "2.0", "role": "Speicher", "quantity": "1",
         "publiccode_url": "https://code.example.org/platform/publiccode.yml", "open_source": "ja"},
        {"kind": "hardware", "name": "Sensorbox", "open_source": "nein"},
    ],
    "standards": ["ogc-sensorthings", "lorawan", "other"], "accessibility": "nicht-geprueft",
    "prerequisites": "Ein LoRaWAN.", "reuse_support": ["gespraech", "code", "demo"],
    "suitable_population_min": "5000", "suitable_population_max": "80000",
    "based_on": ["https://other.example.org/use-case/1"],
    "partners": [{"name": "Hochschule (Beispiel)", "role": "betrieb", "url": "https://hs.example.org/"}],
    "lead_project": ["offene-regionale-datenplattform"], "target_group": ["verwaltung", "buerger"],
    "image": "2026-03-01-101010.123456sensor.png", "image_credit": "Stadt (Beispiel)", "image_alt": "Ein Sensor",
    "url": "https://www.example.org/klima sensor", "tags": [
        {"name": "klima", "vocabulary_id": None}, {"name": "Bäume", "vocabulary_id": None},
        {"name": "digital", "vocabulary_id": "v"}],
    "topic": ["klimaschutz-und-anpassung"], "phase_since": "2025-05-01", "start_date": "2024-01-01",
    "end_date": "2026-06-30",
    "steps": [{"title": f"Schritt {number}", "description": "Tun.", "duration_weeks": "1.5", "who": "Bauhof"}
              for number in range(12)],
    "indicators": [{"name": "Sensoren", "baseline": "0", "value": "+40", "unit": "Stück", "date": "2026-01-01",
                    "source": "Betriebstagebuch"}],
    "sdg": ["11", "13"], "record_status": "veroeffentlicht", "last_reviewed": "2026-02-01", "example": "ja",
    "source_catalog": "https://other.example.org", "metadata_modified": "2026-03-01T10:11:12.123456",
    "metadata_created": "2026-01-01T00:00:00",
    "resources": [
        {"id": "r1", "kind": "beleg", "name": "Bericht", "url": "http://x/y/bericht.pdf", "url_type": "upload",
         "description": "Über ein Jahr", "format": "PDF", "license": "http://dcat-ap.de/def/licenses/cc-by/4.0"},
        {"id": "r2", "kind": "code", "name": "Quelltext", "url": "https://code.example.org/", "url_type": None},
    ],
}
CONTACT = {"contact_name": "Smart-City-Team (Beispiel)", "contact_email": "smartcity@example.org",
           "contact_phone": "02921 103-0", "contact_released": "oeffentlich"}
ADOPTIONS = [
    {"municipality": "05974056", "name": "Wickede (Ruhr)", "status": "pruefung", "since": "2026-01-10",
     "changes": "Andere Sensoren", "cost_band": "5k-25k", "reason": "", "modified": "2026-01-11T08:00:00.5Z",
     "catalog": ""},
    {"municipality": "01001000", "name": "Flensburg", "status": "betrieb", "since": "", "changes": "",
     "cost_band": "", "modified": "2026-01-11T08:00:00Z", "catalog": "https://other.example.org"},
]


def case(**changed: Any) -> dict[str, Any]:
    """Give a copy of the use case with changes."""
    return {**copy.deepcopy(_CASE), **changed}
