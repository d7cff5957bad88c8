"""案件登记: criminal cases with their suspects and measures, as the procuratorate keeps them."""
