"""Pages on which an issuing office writes its calls; its auditor reads them."""
