"""Made-up records in the shapes of the recall web service."""

from __future__ import annotations

from typing import Any

__all__ = ["record", "record_of_2026"]


def record(
    own_id: int, number: str, day: str, title: str, product: str, description: str = "", **more: Any
) -> dict[str, Any]:
    """As the service wrote them up to 2025."""
    return {
        "RecallID": own_id,
        "RecallNumber": number,
        "RecallDate": f"{day}T00:00:00",
        "Description": description,
        "URL": f"https://www.cpsc.gov/Recalls/{day[:4]}/notice-{own_id}",
        "Title": title,
        "ConsumerContact": "Call the firm toll-free.",
        "LastPublishDate": f"{day}T00:00:00",
        "Products": [
            {"Name": product, "Description": "", "Model": "", "Type": "", "CategoryID": "",
             "NumberOfUnits": "About 1,200"}
        ],
        "Inconjunctions": [],
        "Images": [{"URL": "https://www.cpsc.gov/s3fs-public/x.jpg", "Caption": "The product"}],
        "Injuries": [{"Name": "None reported"}],
        "Manufacturers": [],
        "Retailers": [{"Name": "Corner stores nationwide for about $20.", "CompanyID": ""}],
        "Importers": [{"Name": "A Firm Ltd., of Norway", "CompanyID": ""}],
        "Distributors": [],
        "SoldAtLabel": None,
        "ManufacturerCountries": [{"Country": "Norway"}],
        "ProductUPCs": [],
        "Hazards": [{"Name": "It can overheat.", "HazardType": "", "HazardTypeID": ""}],
        "Remedies": [{"Name": "Stop using it and ask for a refund."}],
        "RemedyOptions": [{"Option": "Refund"}],
        **more,
    }  # fmt: skip


def record_of_2026(own_id: int, number: str, day: str, title: str, product: str) -> dict[str, Any]:
    """As it writes them since: no www, types filled in, the seller's heading in its name."""
    made = record(own_id, number, day, title, product, "A lamp.\nIt\u2019s &quot;bright&quot;.")
    made["URL"] = f"https://cpsc.gov/Recalls/{day[:4]}/notice-{own_id}"
    made["Products"][0] |= {"Type": "Lamps", "CategoryID": "110"}
    made["Retailers"] = [
        {"Name": "Sold Online At:\nLampstore.example from May 2026.", "CompanyID": ""},
        {"Name": "Lamp Maker Co., dba Lampy, of China", "CompanyID": ""},
    ]
    made["Images"] = [{"URL": "https://cpsc.gov/s3fs-public/x.jpg?VersionId=a_b", "Caption": ""}]
    return made
