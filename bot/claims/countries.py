"""Countries as customers name them, by ISO 3166-1 code. Pure data and one reader."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["find_countries", "find_country"]

# Code and the names people write for it (ISO's short names, and everyday ones).
_NAMES = """
AF afghanistan; AL albania; DZ algeria; AD andorra; AO angola; AG antigua and barbuda, antigua
AR argentina; AM armenia; AU australia, oz; AT austria; AZ azerbaijan; BS bahamas; BH bahrain
BD bangladesh; BB barbados; BY belarus; BE belgium; BZ belize; BJ benin; BM bermuda; BT bhutan
BO bolivia; BA bosnia and herzegovina, bosnia; BW botswana; BR brazil, brasil; BN brunei
BG bulgaria; BF burkina faso; BI burundi; KH cambodia; CM cameroon; CA canada; CV cape verde
KY cayman islands; CF central african republic; TD chad; CL chile; CN china, prc; CO colombia
KM comoros; CG congo; CR costa rica; CI ivory coast; HR croatia; CU cuba; CY cyprus
CZ czech republic, czechia; DK denmark; DJ djibouti; DM dominica; DO dominican republic
EC ecuador; EG egypt; SV el salvador; GQ equatorial guinea; ER eritrea; EE estonia
SZ eswatini, swaziland; ET ethiopia; FJ fiji; FI finland; FR france; GA gabon; GM gambia
DE germany, deutschland; GH ghana; GR greece; GL greenland; GD grenada; GT guatemala
GN guinea; GY guyana; HT haiti; HN honduras; HK hong kong; HU hungary; IS iceland; IN india
ID indonesia; IR iran; IQ iraq; IE ireland, eire; IL israel; IT italy, italia; JM jamaica
JP japan, \u65e5\u672c; KZ kazakhstan; KE kenya; KW kuwait; KG kyrgyzstan; LA laos; LV latvia
LB lebanon; LS lesotho; LR liberia; LY libya; LI liechtenstein; LT lithuania; LU luxembourg
MO macao, macau; MG madagascar; MW malawi; MY malaysia; MV maldives; ML mali; MT malta
MR mauritania; MU mauritius; MX mexico; MD moldova; MC monaco; MN mongolia; ME montenegro
MA morocco; MZ mozambique; MM myanmar, burma; NA namibia; NP nepal
NL netherlands, holland; NZ new zealand; NI nicaragua; NE niger; NG nigeria; KP north korea
MK north macedonia, macedonia; NO norway; OM oman; PK pakistan; PS palestine; PA panama
PG papua new guinea; PY paraguay; PE peru; PH philippines; PL poland; PT portugal; QA qatar
RO romania; RU russia; RW rwanda; KN saint kitts; LC saint lucia, st lucia; WS samoa
SM san marino; SA saudi arabia, ksa; SN senegal; RS serbia; SC seychelles; SL sierra leone
SG singapore; SK slovakia; SI slovenia; SO somalia; ZA south africa
KR south korea, korea, republic of korea; SS south sudan; ES spain, espana; LK sri lanka
SD sudan; SR suriname; SE sweden; CH switzerland; SY syria; TW taiwan; TJ tajikistan
TZ tanzania; TH thailand; TL east timor; TG togo; TO tonga; TT trinidad and tobago, trinidad
TN tunisia; TR turkey, turkiye; TM turkmenistan; UG uganda; UA ukraine
AE united arab emirates, uae, emirates, dubai
GB united kingdom, uk, great britain, britain, england, scotland, wales, northern ireland
UY uruguay; UZ uzbekistan; VU vanuatu; VA vatican; VE venezuela; VN vietnam; YE yemen
ZM zambia; ZW zimbabwe
"""

_CODES: dict[str, str] = {}
for _entry in re.split(r"[;\n]", _NAMES):
    _code, _, _all = _entry.strip().partition(" ")
    for _name in _all.split(","):
        if _name.strip():
            _CODES[_name.strip()] = _code
# The longest first: "new zealand", "papua new guinea" before "guinea".
_ANY = re.compile(
    r"(?<!\w)(" + "|".join(sorted(map(re.escape, _CODES), key=len, reverse=True)) + r")(?!\w)"
)


def find_country(text: str) -> str | None:
    """The code of the one country that `text` names, None for none or several.

    The United States and their states are no business of this table.
    """
    codes = find_countries(text)
    return codes.pop() if len(codes) == 1 else None


def find_countries(text: str) -> set[str]:
    """The codes of all countries that `text` names, but for the United States."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[^\w]+", " ", re.sub(r"\b(u|g)\.\s?(k|b)\b\.?", r"\1\2", plain))
    return {_CODES[name] for name in _ANY.findall(plain)}
