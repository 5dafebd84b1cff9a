"""The web pages: published marts as HTML, XLSX and CSV, live or as files."""
