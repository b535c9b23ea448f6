"""The products of the support offer, as versioned data: one TOML file each, beside this one."""

from config.products.catalogue import Catalogue, MalformedProduct, UnknownProduct
from config.products.clock import Clock, ClockName
from config.products.product import Charge, LineOfEnquiry, Place, Product, UnknownLineOfEnquiry

__all__ = [
    "Catalogue",
    "Charge",
    "Clock",
    "ClockName",
    "LineOfEnquiry",
    "MalformedProduct",
    "Place",
    "Product",
    "UnknownLineOfEnquiry",
    "UnknownProduct",
]
