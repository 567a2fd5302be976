"""Places: countries with their people and capitals, and the time zone of a city.

Cities and zones come from the time zone database; the table below adds what it does not name: words for a country and
its people, capitals, and some cities where talks are held. Facts only; a name that is missing is a line here.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

__all__ = ["Country", "countries", "country_named", "zone_of"]


class Country(NamedTuple):
    """A state: its usual name, other words for it and its people, the city that stands for it, the zone of that city."""

    code: str
    name: str
    words: tuple[str, ...]
    capital: str
    zone: str


_COUNTRIES = """
us|United States|U.S.,US,USA,U.S.A.,America,American,Americans,United States of America|Washington|America/New_York
russia|Russia|Russian,Russians,Kremlin,Russian Federation|Moscow|Europe/Moscow
ukraine|Ukraine|Ukrainian,Ukrainians|Kyiv,Kiev|Europe/Kyiv
uk|United Kingdom|U.K.,UK,Britain,British,England,Great Britain|London|Europe/London
france|France|French|Paris|Europe/Paris
germany|Germany|German,Germans|Berlin|Europe/Berlin
italy|Italy|Italian,Italians|Rome|Europe/Rome
spain|Spain|Spanish|Madrid|Europe/Madrid
portugal|Portugal|Portuguese|Lisbon|Europe/Lisbon
netherlands|Netherlands|Dutch|The Hague,Amsterdam|Europe/Amsterdam
belgium|Belgium|Belgian,Belgians||Europe/Brussels
luxembourg|Luxembourg|||Europe/Luxembourg
switzerland|Switzerland|Swiss|Bern|Europe/Zurich
austria|Austria|Austrian,Austrians|Vienna|Europe/Vienna
poland|Poland|Polish,Poles|Warsaw|Europe/Warsaw
czechia|Czechia|Czech,Czechs,Czech Republic|Prague|Europe/Prague
slovakia|Slovakia|Slovak,Slovaks|Bratislava|Europe/Bratislava
hungary|Hungary|Hungarian,Hungarians|Budapest|Europe/Budapest
romania|Romania|Romanian,Romanians|Bucharest|Europe/Bucharest
bulgaria|Bulgaria|Bulgarian,Bulgarians|Sofia|Europe/Sofia
greece|Greece|Greek,Greeks|Athens|Europe/Athens
cyprus|Cyprus|Cypriot,Cypriots|Nicosia|Asia/Nicosia
turkey|Turkey|Turkish,Turks,Türkiye|Ankara|Europe/Istanbul
serbia|Serbia|Serbian,Serbs|Belgrade|Europe/Belgrade
kosovo|Kosovo|Kosovan|Pristina|Europe/Belgrade
croatia|Croatia|Croatian,Croats|Zagreb|Europe/Zagreb
slovenia|Slovenia|Slovenian|Ljubljana|Europe/Ljubljana
bosnia|Bosnia and Herzegovina|Bosnia,Bosnian,Bosnians|Sarajevo|Europe/Sarajevo
albania|Albania|Albanian,Albanians|Tirana|Europe/Tirane
moldova|Moldova|Moldovan|Chisinau|Europe/Chisinau
belarus|Belarus|Belarusian|Minsk|Europe/Minsk
lithuania|Lithuania|Lithuanian|Vilnius|Europe/Vilnius
latvia|Latvia|Latvian|Riga|Europe/Riga
estonia|Estonia|Estonian|Tallinn|Europe/Tallinn
finland|Finland|Finnish,Finns|Helsinki|Europe/Helsinki
sweden|Sweden|Swedish,Swedes|Stockholm|Europe/Stockholm
norway|Norway|Norwegian,Norwegians|Oslo|Europe/Oslo
denmark|Denmark|Danish,Danes|Copenhagen|Europe/Copenhagen
iceland|Iceland|Icelandic|Reykjavik|Atlantic/Reykjavik
ireland|Ireland|Irish|Dublin|Europe/Dublin
georgia|Georgia|Georgian,Georgians|Tbilisi|Asia/Tbilisi
armenia|Armenia|Armenian,Armenians|Yerevan|Asia/Yerevan
azerbaijan|Azerbaijan|Azerbaijani,Azerbaijanis|Baku|Asia/Baku
kazakhstan|Kazakhstan|Kazakh|Astana|Asia/Almaty
uzbekistan|Uzbekistan|Uzbek|Tashkent|Asia/Tashkent
kyrgyzstan|Kyrgyzstan|Kyrgyz|Bishkek|Asia/Bishkek
tajikistan|Tajikistan|Tajik|Dushanbe|Asia/Dushanbe
turkmenistan|Turkmenistan|Turkmen|Ashgabat|Asia/Ashgabat
china|China|Chinese|Beijing|Asia/Shanghai
taiwan|Taiwan|Taiwanese|Taipei|Asia/Taipei
japan|Japan|Japanese|Tokyo|Asia/Tokyo
south-korea|South Korea|South Korean,South Koreans|Seoul|Asia/Seoul
north-korea|North Korea|North Korean,North Koreans|Pyongyang|Asia/Pyongyang
mongolia|Mongolia|Mongolian|Ulaanbaatar|Asia/Ulaanbaatar
india|India|Indian,Indians|New Delhi,Delhi|Asia/Kolkata
pakistan|Pakistan|Pakistani,Pakistanis|Islamabad|Asia/Karachi
bangladesh|Bangladesh|Bangladeshi|Dhaka|Asia/Dhaka
sri-lanka|Sri Lanka|Sri Lankan|Colombo|Asia/Colombo
nepal|Nepal|Nepali,Nepalese|Kathmandu|Asia/Kathmandu
afghanistan|Afghanistan|Afghan,Afghans,Taliban|Kabul|Asia/Kabul
iran|Iran|Iranian,Iranians|Tehran|Asia/Tehran
iraq|Iraq|Iraqi,Iraqis|Baghdad|Asia/Baghdad
syria|Syria|Syrian,Syrians|Damascus|Asia/Damascus
lebanon|Lebanon|Lebanese|Beirut|Asia/Beirut
israel|Israel|Israeli,Israelis|Jerusalem,Tel Aviv|Asia/Jerusalem
palestine|Palestine|Palestinian,Palestinians|Ramallah|Asia/Hebron
jordan|Jordan|Jordanian|Amman|Asia/Amman
saudi-arabia|Saudi Arabia|Saudi,Saudis|Riyadh|Asia/Riyadh
yemen|Yemen|Yemeni,Yemenis,Houthi,Houthis|Sanaa|Asia/Aden
oman|Oman|Omani|Muscat|Asia/Muscat
uae|United Arab Emirates|UAE,U.A.E.,Emirati|Abu Dhabi|Asia/Dubai
qatar|Qatar|Qatari|Doha|Asia/Qatar
kuwait|Kuwait|Kuwaiti|Kuwait City|Asia/Kuwait
bahrain|Bahrain|Bahraini|Manama|Asia/Bahrain
egypt|Egypt|Egyptian,Egyptians|Cairo|Africa/Cairo
libya|Libya|Libyan|Tripoli|Africa/Tripoli
tunisia|Tunisia|Tunisian|Tunis|Africa/Tunis
algeria|Algeria|Algerian|Algiers|Africa/Algiers
morocco|Morocco|Moroccan|Rabat|Africa/Casablanca
sudan|Sudan|Sudanese|Khartoum|Africa/Khartoum
south-sudan|South Sudan|South Sudanese|Juba|Africa/Juba
ethiopia|Ethiopia|Ethiopian,Ethiopians|Addis Ababa|Africa/Addis_Ababa
eritrea|Eritrea|Eritrean|Asmara|Africa/Asmara
somalia|Somalia|Somali|Mogadishu|Africa/Mogadishu
kenya|Kenya|Kenyan,Kenyans|Nairobi|Africa/Nairobi
uganda|Uganda|Ugandan|Kampala|Africa/Kampala
rwanda|Rwanda|Rwandan|Kigali|Africa/Kigali
burundi|Burundi|Burundian|Bujumbura|Africa/Bujumbura
tanzania|Tanzania|Tanzanian|Dodoma,Dar es Salaam|Africa/Dar_es_Salaam
drc|Democratic Republic of Congo|Congo,Congolese,DRC|Kinshasa|Africa/Kinshasa
nigeria|Nigeria|Nigerian,Nigerians|Abuja|Africa/Lagos
niger|Niger|Nigerien|Niamey|Africa/Niamey
mali|Mali|Malian|Bamako|Africa/Bamako
chad|Chad|Chadian|N’Djamena|Africa/Ndjamena
ghana|Ghana|Ghanaian|Accra|Africa/Accra
ivory-coast|Ivory Coast|Ivorian|Abidjan|Africa/Abidjan
senegal|Senegal|Senegalese|Dakar|Africa/Dakar
cameroon|Cameroon|Cameroonian|Yaounde|Africa/Douala
angola|Angola|Angolan|Luanda|Africa/Luanda
mozambique|Mozambique|Mozambican|Maputo|Africa/Maputo
zambia|Zambia|Zambian|Lusaka|Africa/Lusaka
zimbabwe|Zimbabwe|Zimbabwean|Harare|Africa/Harare
namibia|Namibia|Namibian|Windhoek|Africa/Windhoek
botswana|Botswana||Gaborone|Africa/Gaborone
south-africa|South Africa|South African,South Africans|Pretoria|Africa/Johannesburg
canada|Canada|Canadian,Canadians|Ottawa|America/Toronto
mexico|Mexico|Mexican,Mexicans|Mexico City|America/Mexico_City
cuba|Cuba|Cuban,Cubans|Havana|America/Havana
haiti|Haiti|Haitian|Port-au-Prince|America/Port-au-Prince
panama|Panama|Panamanian|Panama City|America/Panama
guatemala|Guatemala|Guatemalan||America/Guatemala
honduras|Honduras|Honduran|Tegucigalpa|America/Tegucigalpa
el-salvador|El Salvador|Salvadoran|San Salvador|America/El_Salvador
nicaragua|Nicaragua|Nicaraguan||America/Managua
costa-rica|Costa Rica|Costa Rican|San Jose|America/Costa_Rica
colombia|Colombia|Colombian,Colombians|Bogota,Bogotá|America/Bogota
venezuela|Venezuela|Venezuelan,Venezuelans|Caracas|America/Caracas
guyana|Guyana|Guyanese|Georgetown|America/Guyana
ecuador|Ecuador|Ecuadorian|Quito|America/Guayaquil
peru|Peru|Peruvian,Peruvians|Lima|America/Lima
bolivia|Bolivia|Bolivian|La Paz|America/La_Paz
brazil|Brazil|Brazilian,Brazilians|Brasilia,Brasília|America/Sao_Paulo
paraguay|Paraguay|Paraguayan|Asuncion|America/Asuncion
uruguay|Uruguay|Uruguayan|Montevideo|America/Montevideo
argentina|Argentina|Argentine,Argentinian|Buenos Aires|America/Argentina/Buenos_Aires
chile|Chile|Chilean,Chileans|Santiago|America/Santiago
australia|Australia|Australian,Australians|Canberra|Australia/Sydney
new-zealand|New Zealand|New Zealander|Wellington|Pacific/Auckland
indonesia|Indonesia|Indonesian|Jakarta|Asia/Jakarta
malaysia|Malaysia|Malaysian|Kuala Lumpur|Asia/Kuala_Lumpur
singapore|Singapore|Singaporean||Asia/Singapore
thailand|Thailand|Thai|Bangkok|Asia/Bangkok
cambodia|Cambodia|Cambodian|Phnom Penh|Asia/Phnom_Penh
laos|Laos|Laotian|Vientiane|Asia/Vientiane
vietnam|Vietnam|Vietnamese|Hanoi|Asia/Ho_Chi_Minh
myanmar|Myanmar|Burma,Burmese|Naypyidaw|Asia/Yangon
philippines|Philippines|Philippine,Filipino,Filipinos|Manila|Asia/Manila
eu|European Union|EU,E.U.,European Commission|Brussels|Europe/Brussels
nato|NATO|Nato||Europe/Brussels
un|United Nations|UN,U.N.|New York|America/New_York
african-union|African Union|AU||Africa/Addis_Ababa
"""
_CITIES = """
Geneva|Europe/Zurich
Strasbourg|Europe/Paris
Davos|Europe/Zurich
Munich|Europe/Berlin
Frankfurt|Europe/Berlin
Hamburg|Europe/Berlin
Bonn|Europe/Berlin
Milan|Europe/Rome
Barcelona|Europe/Madrid
Edinburgh|Europe/London
Manchester|Europe/London
Glasgow|Europe/London
Belfast|Europe/London
Leeds|Europe/London
St. Petersburg|Europe/Moscow
Sochi|Europe/Moscow
Odesa|Europe/Kyiv
Kharkiv|Europe/Kyiv
Lviv|Europe/Kyiv
Washington|America/New_York
Boston|America/New_York
Philadelphia|America/New_York
Atlanta|America/New_York
Miami|America/New_York
Houston|America/Chicago
Dallas|America/Chicago
San Francisco|America/Los_Angeles
Seattle|America/Los_Angeles
Las Vegas|America/Los_Angeles
Minneapolis|America/Chicago
Camp David|America/New_York
Montreal|America/Toronto
Jeddah|Asia/Riyadh
Dubai|Asia/Dubai
Mumbai|Asia/Kolkata
Islamabad|Asia/Karachi
Lahore|Asia/Karachi
Osaka|Asia/Tokyo
Shenzhen|Asia/Shanghai
Alma-Ata|Asia/Almaty
Cape Town|Africa/Johannesburg
Alaska|America/Anchorage
Hawaii|Pacific/Honolulu
California|America/Los_Angeles
Texas|America/Chicago
Florida|America/New_York
"""
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def countries() -> tuple[Country, ...]:
    """Return every country of the table; unions and alliances that act as one stand among them."""
    found = []
    for line in _COUNTRIES.strip().splitlines():
        code, name, words, capital, zone = line.split("|")
        capitals = [city for city in capital.split(",") if city]
        own = (name, *(word for word in words.split(",") if word), *capitals)
        found.append(Country(code, name, own, capitals[0] if capitals else "", zone))
    return tuple(found)


@cache
def _words() -> dict[str, Country]:
    return {word: country for country in countries() for word in country.words}


def country_named(words: str) -> Country | None:
    """Return the country that a word stands for: its name, its people or its capital."""
    return _words().get(words)


@cache
def _zones() -> dict[str, str]:
    zones: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        area, _, rest = zone.partition("/")
        if area in _AREAS and rest:
            zones.setdefault(rest.rpartition("/")[2].replace("_", " "), zone)
    for country in countries():
        for word in country.words:
            if word in zones or word == country.capital:
                zones[word] = country.zone
    for line in _CITIES.strip().splitlines():
        city, zone = line.split("|")
        zones[city] = zone
    return zones


def zone_of(place: str) -> str | None:
    """Return the time zone of a city, or none where it is not known."""
    return _zones().get(place.replace("’", "'")) or _zones().get(place)
