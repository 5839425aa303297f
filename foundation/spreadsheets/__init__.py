"""Lists as offices send and receive them: reading of CSV and XLSX, writing without live formulas, problems by line.

Public modules: `reading`, `cells`, `problems`, `writing`.
"""
