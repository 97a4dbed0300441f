"""What the sample organisation is called."""

SAMPLE_NAME = "Northwind Community Health"
