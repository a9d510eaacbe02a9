"""The folders where people look for PDFs, Excels and XMLs.

Belongs here: what an archived file is called and where it lies (`names`), which folders the settings name
(`destinations`), putting it there whole and once (`placing`). Does not: which files (`intake.archiving`), the fund's
own name (`registry.filing_names`).
"""
