"""An authority's recall notices, found by brand, product and model."""

from bot.recalls.catalogue.catalogue import Catalogue, Found
from bot.recalls.catalogue.notice import SEARCH_PAGE, Notice

__all__ = ["SEARCH_PAGE", "Catalogue", "Found", "Notice"]
