"""Template and values to bytes, for Word (`docx`) and Excel (`xlsx`), over one package and one sandbox."""
